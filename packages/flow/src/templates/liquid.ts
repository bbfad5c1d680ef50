import { LIMITS } from "@cordboard/contract";
import { defaultOperators, Liquid } from "liquidjs";
import { toText } from "./emitter.ts";
import { BoundedCapture, CountedCase, CountedFor } from "./tags.ts";
import { boundFilter, boundOperators } from "./work.ts";

/** Characters and list items that filters may make in one rendering: room for a few copies of the largest context. */
const MEMORY_UNITS = 4 * LIMITS.runContextBytes;

/** Tags that read other files, lay out HTML tables, or write into the scope that is shared with the run. */
const TAGS_OFF = ["include", "render", "layout", "block", "tablerow", "increment", "decrement"];

/**
 * Filters that read their argument as an expression (a caller's text could end up there), that are not the same twice,
 * or that differ between browser and server.
 */
const FILTERS_OFF = "where_exp reject_exp group_by_exp has_exp find_exp find_index_exp sample sha256 hmac_sha256 raw".split(" ");

const DATE_FILTERS = ["date", "date_to_xmlschema", "date_to_rfc822", "date_to_string", "date_to_long_string"];

/** The one template engine: own properties only, nothing from disk, budgets on memory and work (LIMITS.template*). */
export const liquid = makeLiquid();

function makeLiquid(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    parseLimit: LIMITS.templateOutputBytes,
    operators: { ...defaultOperators },
    memoryLimit: MEMORY_UNITS,
    // The clock of the machine must not matter: dates are UTC unless the filter names a zone.
    timezoneOffset: 0,
    locale: "en-US",
  });
  for (const name of TAGS_OFF) delete engine.tags[name];
  for (const name of FILTERS_OFF) delete engine.filters[name];
  engine.registerTag("for", CountedFor);
  engine.registerTag("case", CountedCase);
  engine.registerTag("capture", BoundedCapture);
  for (const name of DATE_FILTERS) useRunClock(engine, name);
  engine.registerFilter("spell_out", spellOut);
  for (const name of Object.keys(engine.filters)) boundFilter(engine, name);
  boundOperators(engine);
  return engine;
}

/** `{{ "now" | date: … }}` reads the run's clock, so that a replay says the same. */
function useRunClock(engine: Liquid, name: string): void {
  const original = engine.filters[name];
  if (typeof original !== "function") throw new Error(`liquidjs has no filter ${name}`);
  engine.registerFilter(name, function (value: unknown, ...args: unknown[]) {
    const input: unknown = value === "now" || value === "today" ? this.context.getSync(["now"]) : value;
    return original.call(this, input, ...args);
  });
}

/** `+14155550100` → `+ 1 4 1 5 …`: numbers and codes that a voice should read digit by digit. */
function spellOut(value: unknown): string {
  return Array.from(toText(value).replace(/\s+/g, "")).join(" ");
}
