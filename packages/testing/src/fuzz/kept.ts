import type { Json } from "@cordboard/contract";
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** An input that once failed; the tests judge it for ever. */
export interface Kept {
  parser: string;
  problem: string;
  input: Json;
}

const FILE = new URL("./kept-inputs.json", import.meta.url);

/** Written by `keep` alone. The cast lives here, once. */
export const keptInputs = (): Kept[] => JSON.parse(readFileSync(FILE, "utf8")) as Kept[];

export function keep(failures: readonly Kept[]): void {
  const all = keptInputs();
  for (const { parser, problem, input } of failures) {
    if (!all.some((known) => known.parser === parser && isDeepStrictEqual(known.input, input))) all.push({ parser, problem, input });
  }
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
