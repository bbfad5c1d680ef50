import { OPERATORS } from "@cordboard/components/manifest";
import { runtimes } from "@cordboard/components/runtime";
import { registry } from "@cordboard/flow";
import { withParsedConfig } from "@cordboard/contract";
import { LEG, stepContext } from "../../cases/step-context.ts";
import { frozenUniverse } from "../../universe.ts";
import type { Chance } from "../chance.ts";
import { hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";

/** Each is what the other is not, whatever the values. */
const OPPOSITES = {
  not_equals: "equals",
  not_contains: "contains",
  not_one_of: "one_of",
  not_empty: "empty",
  is_false: "is_true",
} as const;
const WORDS = [
  ...Array.from("(){}[]|*+?.\\^$,;:-"),
  "(a+)+",
  "(.*)*",
  "(?i)",
  "(?P<n>",
  "[[:alpha:]]",
  "\\p{L}",
  "\\Q",
  "{1000}",
  "{1,1000}",
  "x*",
  "(x{100}){100}",
  "[a-z]+",
  "\\b",
  "^",
  "$",
  "10..20",
  "1 and 9",
  "10, 20",
  '["a","b"]',
  "[",
  "US",
  "Germany",
  "+14155550100",
  "+442079460000",
  "(415) 555-0100",
  "2026-03-02",
  "2026-02-31",
  "09:30",
  "25:99",
  "2026-03-02T09:00:00+02:00",
  "true",
  "no",
  "1e5",
];

type Compared = { left: string; right: string; op: (typeof OPERATORS)[number]; caseSensitive: boolean };

const text = (chance: Chance): string => (chance.once(3) ? chance.pick(WORDS) : hostile(chance, WORDS));
const manifest = registry.get("branch");
const context = stepContext({}, frozenUniverse(), LEG);

/** The comparisons of Branch with what callers send on one side and what authors write on the other. */
export const condition = anyTarget<Compared>({
  name: "condition",
  share: 0.5,
  make: (chance) => {
    const left = text(chance);
    return { left, right: chance.once(10) ? left : text(chance), op: chance.pick(OPERATORS), caseSensitive: chance.once(4) };
  },
  judge: (compared) => {
    const held = holds(compared);
    if (compared.op in OPPOSITES)
      must(held !== holds({ ...compared, op: OPPOSITES[opposite(compared.op)] }), "A comparison and its opposite agree.");
    if (compared.op === "equals" && compared.left === compared.right) must(held, "A value is not equal to itself.");
    if (compared.op === "less" && held) must(!holds({ ...compared, op: "greater_or_equal" }), "It is less and at least as large.");
    must(manifest !== undefined, "There is no branch.");
    const { config, check } = withParsedConfig(manifest);
    check?.(config.parse({ conditions: [{ name: "a", tests: [compared] }] }), { language: "en-US", wired: new Set() });
  },
});

function holds(test: Compared): boolean {
  const outcome = runtimes.branch.enter({ conditions: [{ name: "holds", match: "all", tests: [test] }] }, context);
  return outcome.do === "exit" && outcome.exit === "holds";
}

/** Only asked of operators that are among its keys. */
const opposite = (op: string): keyof typeof OPPOSITES => op as keyof typeof OPPOSITES;
