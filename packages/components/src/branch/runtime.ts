import type { ExitOf, Runtime } from "@cordboard/contract";
import { holds } from "../shared/compare.ts";
import type { branch as manifest, BranchConfig, Condition } from "./manifest.ts";

export const branch: Runtime<BranchConfig, ExitOf<typeof manifest>> = {
  enter({ conditions }) {
    const found = conditions.find(decides);
    return { do: "exit", exit: found?.name ?? "no_match", outputs: { matched: found?.name ?? "" } };
  },
};

/** A condition without comparisons never holds, whatever its `match` says. */
const decides = ({ match, tests }: Condition): boolean => tests.length > 0 && (match === "all" ? tests.every(holds) : tests.some(holds));
