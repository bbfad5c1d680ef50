import { type Document, loaded, publishAgain, sample, withVariables } from "./flows.ts";
import { script } from "./phone.ts";
import type { Product } from "./product.ts";

/** How a phone takes a call, by the exit that it leads to. */
export const OUTCOMES: Record<string, Record<string, unknown>> = {
  busy: { busy: true },
  no_answer: { noAnswer: true },
  rejected: { reject: true },
  completed: {
    answerAfterSeconds: 2,
    steps: [
      { afterSeconds: 3, digits: "1" },
      { afterSeconds: 6, hangup: true },
    ],
  },
};

/** The phones that the samples ring by number. */
export const RUNG = ["+14155550111", "+14155550121", "+14155550122", "+14155550142", "+14155550143", "+14155550131"];

export async function everyPhone(product: Product, outcome: Record<string, unknown>): Promise<void> {
  for (const number of RUNG) await script(product, number, outcome);
}

let lines = 0;

/**
 * A fresh caller, who presses all keys at the start of the call: the line keeps them for the steps that ask, so that it
 * does not matter how fast those come.
 */
export async function call(product: Product, to: string, keys: string, hangUpAfter = 0): Promise<void> {
  const from = `+1212555${String(1000 + ++lines)}`;
  const steps = [
    ...(keys ? [{ afterSeconds: 1, digits: keys }] : []),
    ...(hangUpAfter > 0 ? [{ afterSeconds: hangUpAfter, hangup: true }] : []),
  ];
  await script(product, from, { answerAfterSeconds: 1, steps });
  await product.sim("POST", "/calls", { from, to });
}

export async function text(product: Product, to: string, words: string): Promise<void> {
  await product.sim("POST", "/messages", { from: `+1212555${String(1000 + ++lines)}`, to, text: words });
}

/** Phones of the people on call, one for each way of taking a page; `not_allowed` is a range that is never called. */
export const ON_CALL = {
  no_answer: { number: "+12125552001", takes: { noAnswer: true } },
  busy: { number: "+12125552002", takes: { busy: true } },
  rejected: { number: "+12125552003", takes: { reject: true } },
  voicemail: { number: "+12125552004", takes: { machine: true } },
  no_input: { number: "+12125552005", takes: { answerAfterSeconds: 1 } },
  wrong_input: {
    number: "+12125552006",
    takes: {
      answerAfterSeconds: 1,
      steps: [
        { afterSeconds: 1, digits: "9" },
        { afterSeconds: 1, digits: "9" },
      ],
    },
  },
  /** Needs hangUpWhenAsked. */
  hung_up: { number: "+12125552007", takes: { answerAfterSeconds: 1 } },
  acknowledge: { number: "+12125552008", takes: { answerAfterSeconds: 1, steps: [{ afterSeconds: 2, digits: "1" }] } },
  failed: { number: "+19005550100", takes: null },
} as const;
export type OnCall = keyof typeof ON_CALL;

export async function hirePeople(product: Product): Promise<void> {
  for (const { number, takes } of Object.values(ON_CALL)) if (takes) await script(product, number, takes);
}

/** A sample whose variables point at the test's own servers, in place of the one that was loaded. */
export async function reload(
  product: Product,
  name: string,
  folder: string,
  variables: Record<string, string>,
): Promise<{ id: string; number: string; document: Document }> {
  const found = await loaded(product, name);
  const document = withVariables(sample(folder), variables);
  await publishAgain(product, found.id, document);
  return { ...found, document };
}
