import type { Json } from "@cordboard/contract";

/** Tries, not time: the same failure shrinks to the same input everywhere. */
const MOST_TRIES = 2_000;

/** A smaller input that still fails: parts of texts, lists and objects are left out while it does. */
export function shrink(input: Json, fails: (input: Json) => boolean): Json {
  let [best, tries] = [input, 0];
  for (let found = true; found && tries < MOST_TRIES;) {
    found = false;
    for (const smaller of smallerThan(best)) {
      if (++tries > MOST_TRIES) break;
      if (!stillFails(smaller, fails)) continue;
      best = smaller;
      found = true;
      break;
    }
  }
  return best;
}

/** An input that its target could never have made may break the target's own reading of it. */
function stillFails(input: Json, fails: (input: Json) => boolean): boolean {
  try {
    return fails(input);
  } catch {
    return false;
  }
}

/** Ways to leave something out, the largest first. What kind of value stands where never changes. */
function* smallerThan(value: Json): Generator<Json> {
  if (typeof value === "string") {
    for (let size = Math.ceil(value.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
      for (let at = 0; at < value.length; at += size) yield value.slice(0, at) + value.slice(at + size);
    }
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield value.toSpliced(i, 1);
    for (const [i, item] of value.entries()) for (const smaller of smallerThan(item)) yield value.with(i, smaller);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) for (const smaller of smallerThan(item)) yield { ...value, [key]: smaller };
  }
}
