import type { Json } from "@cordboard/contract";
import { eachString } from "@cordboard/flow";

/** Every text in a step's settings. */
export function textsOf(value: Json): string[] {
  const texts: string[] = [];
  eachString(value, (text) => text !== "" && texts.push(text));
  return texts;
}
