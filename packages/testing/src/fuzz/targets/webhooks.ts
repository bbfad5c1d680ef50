import { readWebhook, type WebhookPath } from "@cordboard/carrier";
import { MAX_FIELDS, MAX_FIELD_BYTES, parseWebhook, readForm, writeForm, type WebhookKind } from "@cordboard/plivo";
import type { Chance } from "../chance.ts";
import { damaged, hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { KINDS, RIGHT, WEBHOOK_WORDS } from "./webhook-words.ts";

const PATHS: readonly WebhookPath[] = [
  ...(["answer", "fallback", "hangup", "message"] as const).map((kind) => ({ at: "number", kind }) as const),
  ...(["action", "redirect", "callback"] as const).map((kind) => ({ at: "step", kind, token: "token" }) as const),
  ...(["answer", "ring", "hangup", "machine", "message"] as const).map((kind) => ({ at: "effect", kind, effectId: "effect" }) as const),
];
const NOW = Date.parse("2026-03-02T14:30:00Z");

function right(chance: Chance): Record<string, string> {
  return { ...RIGHT[chance.pick(KINDS)] };
}

/** Bodies as bytes on the line: cut, doubled, badly escaped, far too long. */
export const form = anyTarget<string>({
  name: "form",
  make: (chance) => (chance.once(3) ? hostile(chance, WEBHOOK_WORDS) : damaged(chance, writeForm(right(chance)), WEBHOOK_WORDS)),
  judge: (body) => {
    const read = readForm(body);
    if (!read.ok) return must(read.message.length > 0 && read.path.length <= 40, "A refusal must say what is wrong, in short.");
    const { fields } = read;
    must(Object.keys(fields).length <= MAX_FIELDS, "There are more fields than the limit.");
    for (const value of Object.values(fields)) must(Buffer.byteLength(value) <= MAX_FIELD_BYTES, "A field is longer than the limit.");
    must(Object.getPrototypeOf(fields) === Object.prototype, "A field has reached the prototype.");
    const again = readForm(writeForm(fields));
    // Half characters can't be written again.
    const whole = Object.entries(fields)
      .flat()
      .every((text) => text.isWellFormed());
    must(!whole || (again.ok && JSON.stringify(again.fields) === JSON.stringify(fields)), "It reads differently when it is written again.");
  },
});

type Request = { kind: WebhookKind; at: number; fields: Record<string, string | string[]> };

/** Decoded fields of each kind, and what the carrier package makes of them under one of our URLs. */
export const webhook = anyTarget<Request>({
  name: "webhook",
  share: 0.5,
  make: (chance) => {
    const kind = chance.pick(KINDS);
    const fields: Request["fields"] = { ...RIGHT[kind] };
    const names = Object.keys(fields);
    for (let changes = chance.int(4); changes > 0; changes--)
      change(chance, fields, chance.once(5) ? hostile(chance, WEBHOOK_WORDS) : chance.pick(names));
    return { kind, at: chance.int(PATHS.length), fields };
  },
  judge: ({ kind, at, fields }) => {
    const parsed = parseWebhook(kind, fields);
    if (!parsed.ok)
      must(
        parsed.problems.length > 0 && parsed.problems.every(({ code, message }) => code && message),
        "A refusal must say what is wrong.",
      );
    const path = PATHS[at];
    must(path !== undefined, "There is no such URL.");
    const meaning = readWebhook(path, fields, NOW);
    if (meaning.ok) must(meaning.key !== "" && JSON.stringify(meaning).length > 2, "What is accepted has a key and can be stored.");
    else must(meaning.problems.length > 0, "A refusal must say what is wrong.");
  },
});

function change(chance: Chance, fields: Request["fields"], name: string): void {
  const value = fields[name];
  const written = typeof value === "string" ? value : "";
  const ways: readonly (() => string | string[])[] = [
    () => damaged(chance, written, WEBHOOK_WORDS),
    () => hostile(chance, WEBHOOK_WORDS),
    () => chance.pick(WEBHOOK_WORDS),
    () => "",
    () => chance.some(3, () => written),
  ];
  if (chance.once(8)) Reflect.deleteProperty(fields, name);
  else Object.defineProperty(fields, name, { value: chance.pick(ways)(), enumerable: true, configurable: true, writable: true });
}
