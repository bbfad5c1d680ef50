import { HANGUP_CAUSES, type HangupCode } from "@cordboard/plivo";
import { z } from "zod";
import { addressKey } from "./addresses.ts";

const scriptStep = z.strictObject({
  /** Seconds after the step before it; for the first, after the answer. */
  afterSeconds: z.number().min(0).default(0),
  digits: z
    .string()
    .regex(/^[0-9*#wW]+$/, "digits are 0-9 * # (w and W pause)")
    .optional(),
  speech: z.string().min(1).optional(),
  hangup: z.boolean().optional(),
});

/** A reply of the phone to a text that it gets. */
const textRule = z.strictObject({
  match: z.string(),
  reply: z.string().min(1),
  media: z.array(z.url()).max(10).optional(),
  afterSeconds: z.number().min(0).default(1),
});

/** How an outside phone behaves by itself. Without `answerAfterSeconds` or steps it rings until somebody answers or rejects. */
export const phoneScript = z.strictObject({
  answerAfterSeconds: z.number().min(0).optional(),
  busy: z.boolean().optional(),
  reject: z.boolean().optional(),
  noAnswer: z.boolean().optional(),
  machine: z.boolean().optional(),
  /** A machine's beep comes this long after its answer. */
  beepAfterSeconds: z.number().min(0).optional(),
  /** Calls to it end at once with this hang-up cause of the platform, e.g. 3050 (unallocated), 3130 (spam block). */
  fails: z
    .int()
    .refine((code) => Object.hasOwn(HANGUP_CAUSES, code), "is not a hang-up cause of the platform")
    .optional(),
  /** A SIP address that asks for these; a Dial without them ends with 4240. */
  sip: z.strictObject({ username: z.string(), password: z.string() }).optional(),
  steps: z.array(scriptStep).default([]),
  text: z.array(textRule).default([]),
  /** How the carrier's network ends texts to this phone; delivered when left out. */
  delivery: z
    .strictObject({ status: z.enum(["sent", "delivered", "read", "undelivered", "failed"]), errorCode: z.string().optional() })
    .optional(),
});
export type PhoneScript = z.infer<typeof phoneScript>;

export interface Phone {
  /** Digits without `+`, or a SIP address. */
  key: string;
  script: PhoneScript | null;
}

/** How long an outside phone rings when its script does not say. */
const ANSWERS_AFTER_SECONDS = 2;

/** What a phone does when it is called. */
export type Reaction =
  | { does: "wait" }
  | { does: "ignore" }
  | { does: "fail"; code: HangupCode }
  | { does: "busy" | "reject" | "answer" | "machine"; afterSeconds: number };

export function reactionOf(script: PhoneScript | null): Reaction {
  if (!script) return { does: "wait" };
  const afterSeconds = script.answerAfterSeconds ?? ANSWERS_AFTER_SECONDS;
  if (script.fails !== undefined) return { does: "fail", code: asCode(script.fails) };
  if (script.busy) return { does: "busy", afterSeconds: 1 };
  if (script.noAnswer) return { does: "ignore" };
  if (script.reject) return { does: "reject", afterSeconds };
  if (script.machine) return { does: "machine", afterSeconds };
  if (script.answerAfterSeconds !== undefined || script.steps.length > 0) return { does: "answer", afterSeconds };
  return { does: "wait" };
}

/** The schema has looked it up. */
function asCode(code: number): HangupCode {
  return code as HangupCode;
}

/** Outside phones. Any number that is not rented is one, known or not: an unknown phone has no script. */
export class PhoneBook {
  readonly #phones = new Map<string, Phone>();

  add(address: string, script: PhoneScript | null): Phone {
    const phone = { key: addressKey(address), script };
    this.#phones.set(phone.key, phone);
    return phone;
  }

  find(address: string): Phone {
    const key = addressKey(address);
    return this.#phones.get(key) ?? { key, script: null };
  }

  remove(address: string): boolean {
    return this.#phones.delete(addressKey(address));
  }

  list(): Phone[] {
    return [...this.#phones.values()];
  }

  clear(): void {
    this.#phones.clear();
  }
}

/** The reply of a phone to a text: the first rule whose `match` is in it, case-blind; `*` or nothing matches all; `/…/` is a pattern. */
export function replyTo(script: PhoneScript | null, text: string): z.infer<typeof textRule> | null {
  return script?.text.find((rule) => matches(rule.match, text)) ?? null;
}

function matches(match: string, text: string): boolean {
  const pattern = /^\/(.+)\/$/.exec(match)?.[1];
  if (pattern === undefined) return match === "" || match === "*" || text.toLowerCase().includes(match.toLowerCase());
  try {
    return new RegExp(pattern, "i").test(text);
  } catch {
    return false;
  }
}
