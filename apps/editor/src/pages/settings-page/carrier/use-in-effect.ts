import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { carrierQuery } from "../../../api/carrier.ts";

const ASK_MS = 700;

/** While Cordboard begins anew with another account: asks until it is there, then everything on screen is asked for again. */
export function useInEffect(inEffect: boolean): void {
  const queries = useQueryClient();
  const waited = useRef(false);
  useEffect(() => {
    if (inEffect) {
      if (waited.current) void queries.invalidateQueries();
      waited.current = false;
      return;
    }
    waited.current = true;
    const timer = setInterval(() => void queries.refetchQueries({ queryKey: carrierQuery().queryKey, exact: true }), ASK_MS);
    return () => clearInterval(timer);
  }, [inEffect, queries]);
}
