import type { JsonObject, Outcome, Wait } from "@cordboard/contract";
import { checkVerbs, toXml, type Verb } from "@cordboard/plivo";

/** An outcome as a case file writes it: verbs as XML, one top-level element a line; what is empty is left out. */
export function describeOutcome(outcome: Outcome): JsonObject {
  const { do: what, verbs, wait, ...rest } = { verbs: undefined, wait: undefined, ...outcome };
  return withoutEmpty({ do: what, ...rest, xml: xmlLines(verbs), wait: wait && describeWait(wait) });
}

function describeWait({ documents, holdVerbs, ...wait }: Wait): JsonObject {
  const pages = Object.entries(documents ?? {}).map(([name, verbs]) => [name, xmlLines(verbs)]);
  return withoutEmpty({ ...wait, documents: Object.fromEntries(pages), holdXml: xmlLines(holdVerbs) });
}

/** Throws when the carrier would not run the verbs. */
function xmlLines(verbs: Verb[] | undefined): string[] {
  if (!verbs) return [];
  const problems = checkVerbs(verbs).filter((problem) => problem.level === "error");
  if (problems.length > 0) throw new Error(`The carrier would refuse this: ${problems.map((p) => `${p.path} ${p.message}`).join("; ")}`);
  return verbs.map((verb) => toXml([verb]).replace(/^<Response>|<\/Response>$/g, ""));
}

/** Drops undefined values, empty lists and empty objects of the first level; the rest must be plain data. */
function withoutEmpty(value: Record<string, unknown>): JsonObject {
  const kept = Object.entries(value).filter(
    ([, v]) =>
      v !== undefined && !(Array.isArray(v) && v.length === 0) && !(typeof v === "object" && v !== null && Object.keys(v).length === 0),
  );
  return asPlainData(Object.fromEntries(kept));
}

/** What a run keeps is stored as JSON: anything that doesn't come back the same would be lost on the way. */
export function asPlainData(value: Record<string, unknown>): JsonObject {
  const text = JSON.stringify(value);
  const back: JsonObject = JSON.parse(text);
  const lost = firstDifference(value, back, "");
  if (lost !== null) throw new Error(`${lost} is not plain data.`);
  return back;
}

function firstDifference(before: unknown, after: unknown, path: string): string | null {
  if (typeof before !== "object" || before === null) return Object.is(before, after) ? null : path;
  if (typeof after !== "object" || after === null) return path;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = firstDifference(Reflect.get(before, key), Reflect.get(after, key), path ? `${path}.${key}` : key);
    if (found !== null) return found;
  }
  return null;
}
