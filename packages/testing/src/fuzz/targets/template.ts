import { CodedError, type Json, LIMITS } from "@cordboard/contract";
import { parseTemplate, referencesIn, renderTemplate, secretsIn } from "@cordboard/flow";
import type { Chance } from "../chance.ts";
import { damaged, hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { LIQUID_WORDS, part } from "./template-words.ts";

type Filled = { text: string; said: string; list: Json[]; rows: number; secretMarkers: boolean };

/** Now and then a value as large as an HTTP answer may leave behind. */
const rowsOf = (chance: Chance): number => (chance.once(400) ? chance.int(40_000) : chance.int(5));

export const template = anyTarget<Filled>({
  name: "template",
  share: 0.1,
  make: (chance) => {
    const text = chance.once(6) ? hostile(chance, LIQUID_WORDS) : [part(chance, 0), ...chance.some(3, () => part(chance, 0))].join(" ");
    return {
      text: chance.once(3) ? damaged(chance, text, LIQUID_WORDS) : text,
      said: hostile(chance, LIQUID_WORDS),
      list: chance.some(6, (): Json => chance.pick([1, -2.5, true, null, "two", "10", ["a"], { a: 1, b: "c" }])),
      rows: rowsOf(chance),
      secretMarkers: chance.once(4),
    };
  },
  judge: ({ text, said, list, rows, secretMarkers }) => {
    const scope = {
      said,
      now: "2026-03-02T14:30:00.000Z",
      contact: { number: "+14155550100" },
      Menu: { digits: "42", list, box: { deep: [said, 1] } },
      rows: Array.from({ length: rows }, (_, i) => ({ id: (i * 7_919) % rows, name: `row ${i}` })),
      big: "ab <c> ".repeat(rows),
    };
    const parsed = parseTemplate(text);
    if (!parsed.ok)
      must(parsed.message.length > 0 && parsed.at >= 0 && parsed.at <= text.length, "It must be said what is wrong, and where.");
    for (const { path, at } of referencesIn(text))
      must(path.length > 0 && at >= 0 && at <= text.length, "A reference is nowhere in the text.");
    const filled = rendered(text, scope, secretMarkers);
    if (filled === null) return;
    must(
      !(text.includes("{{") || text.includes("{%")) || Buffer.byteLength(filled) <= LIMITS.templateOutputBytes,
      "The text is longer than the limit.",
    );
    const secrets = secretsIn(filled);
    must(secretMarkers || secrets.length === 0, "A secret stands where none may.");
    const left = filled.replace(/\uFDD0[A-Za-z][A-Za-z0-9_]{0,63}\uFDD1/g, "");
    must(!/[\uFDD0\uFDD1]/.test(left), "A mark of secrets came from somewhere else.");
  },
});

function rendered(text: string, scope: Record<string, Json>, secretMarkers: boolean): string | null {
  try {
    return renderTemplate(text, scope, { secretMarkers });
  } catch (error) {
    if (error instanceof CodedError && error.code === "template_failed" && error.message.length < 500) return null;
    throw error;
  }
}
