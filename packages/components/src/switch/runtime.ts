import type { ExitOf, Runtime } from "@cordboard/contract";
import { sameNumber, samePhone } from "../shared/same-value.ts";
import type { switchComponent as manifest, SwitchCase, SwitchConfig } from "./manifest.ts";
import { asCompared, wordsOf } from "./match.ts";

export const switchComponent: Runtime<SwitchConfig, ExitOf<typeof manifest>> = {
  enter({ value, cases, caseSensitive }) {
    const wanted = asCompared(value, caseSensitive);
    const fits = (one: SwitchCase): boolean =>
      wordsOf(one, caseSensitive).includes(wanted) ||
      [one.name, ...one.synonyms].some((word) => sameNumber(word, value) || samePhone(word, value));
    const found = wanted === "" ? undefined : cases.find(fits);
    return { do: "exit", exit: found?.name ?? "no_match", outputs: { matched: found?.name ?? "" } };
  },
};
