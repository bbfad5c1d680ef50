import type { FuzzTarget } from "../target.ts";
import { component } from "./component.ts";
import { condition } from "./condition.ts";
import { flow } from "./flow.ts";
import { numbers } from "./numbers.ts";
import { signature } from "./signature.ts";
import { template } from "./template.ts";
import { form, webhook } from "./webhooks.ts";
import { xmlReader, xmlWriter } from "./xml.ts";

/** Everything of ours that reads what others wrote. */
export const targets: readonly FuzzTarget[] = [
  form,
  webhook,
  signature,
  xmlWriter,
  xmlReader,
  template,
  numbers,
  condition,
  component,
  flow,
];

export const targetOf = (name: string): FuzzTarget | undefined => targets.find((target) => target.name === name);
