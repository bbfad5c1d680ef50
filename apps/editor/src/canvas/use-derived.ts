import { useState } from "react";
import { derive, NOTHING_YET, type Derived, type DeriveInput } from "./derive.ts";

/** Derives when its input changed, from what it derived last. */
function createDeriver(): (input: DeriveInput) => Derived {
  let last: DeriveInput | null = null;
  let made = NOTHING_YET;
  return (input) => {
    const same = last && (Object.keys(input) as (keyof DeriveInput)[]).every((key) => input[key] === last?.[key]);
    if (!same) {
      made = derive(input, made);
      last = input;
    }
    return made;
  };
}

export function useDerived(input: DeriveInput): Derived {
  const [deriver] = useState(createDeriver);
  return deriver(input);
}
