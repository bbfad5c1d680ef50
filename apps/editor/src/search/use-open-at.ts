import { useEffect, useEffectEvent } from "react";
import { useSearchParams } from "wouter";
import { reveal, useJump, useLayoutStore } from "../panels/index.ts";

/** Opens the board at the place that the address names (`?node=&field=`), and takes it out of the address: reloading starts afresh. */
export function useOpenAt(): void {
  const [params, setParams] = useSearchParams();
  const layout = useLayoutStore();
  const jump = useJump();
  const node = params.get("node");
  const field = params.get("field");
  const open = useEffectEvent(() => {
    if (node === null && field === null) return;
    if (node !== null) jump(node, field);
    else reveal(layout, null, field);
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete("node");
        after.delete("field");
        return after;
      },
      { replace: true },
    );
  });
  useEffect(() => open(), [node, field]);
}
