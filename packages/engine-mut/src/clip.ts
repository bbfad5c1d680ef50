import { type Json, type JsonObject, LIMITS } from "@cordboard/contract";

/** A step's inputs or outputs take at most this many characters in the journal, which is read by people and kept for long. */
const MOST = LIMITS.templateOutputBytes;

/** The same data, cut where it outgrows what a journal entry may hold. Nothing is copied when it doesn't. */
export function clipped(value: JsonObject): JsonObject {
  if (charactersOf(value, MOST) <= MOST) return value;
  return clipObject(value, { left: MOST });
}

/** Counts no further than `enough`. */
function charactersOf(value: Json, enough: number): number {
  if (typeof value === "string") return value.length + 2;
  if (value === null || typeof value !== "object") return 8;
  let sum = 2;
  for (const [key, item] of Object.entries(value)) {
    sum += key.length + 4 + charactersOf(item, enough - sum);
    if (sum > enough) break;
  }
  return sum;
}

type Budget = { left: number };

function clip(value: Json, budget: Budget): Json {
  if (typeof value === "string") return clipText(value, budget);
  if (Array.isArray(value)) return clipList(value, budget);
  if (value !== null && typeof value === "object") return clipObject(value, budget);
  budget.left -= 8;
  return value;
}

function clipText(text: string, budget: Budget): string {
  const room = Math.max(0, budget.left);
  budget.left -= text.length + 2;
  return text.length <= room ? text : `${text.slice(0, room).toWellFormed()}… (${text.length - room} more characters)`;
}

function clipList(list: Json[], budget: Budget): Json[] {
  const shown: Json[] = [];
  for (const item of list) {
    if (budget.left <= 0) return [...shown, `… (${list.length - shown.length} more)`];
    shown.push(clip(item, budget));
  }
  return shown;
}

function clipObject(object: JsonObject, budget: Budget): JsonObject {
  const shown: [string, Json][] = [];
  const all = Object.entries(object);
  for (const [key, item] of all) {
    if (budget.left <= 0) return Object.fromEntries([...shown, ["…", `${all.length - shown.length} more`]]);
    budget.left -= key.length + 4;
    shown.push([key, clip(item, budget)]);
  }
  return Object.fromEntries(shown);
}
