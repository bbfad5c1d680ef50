import { CircleCheck } from "lucide-react";
import type { TestedCarrier } from "../../../api/carrier.ts";

/** What the carrier said of an account. */
export function Tested({ account }: { account: TestedCarrier }) {
  const { name, accountId, numbers, credits } = account;
  const parts = [
    numbers === 1 ? "one number" : `${numbers} numbers`,
    ...(credits === null ? [] : [`${credits.toFixed(2)} of credit left`]),
  ];
  return (
    <span className="flex items-center gap-1.5 text-xs text-ok">
      <CircleCheck size={13} className="shrink-0" aria-hidden />
      The carrier knows {name ?? accountId}: {parts.join(", ")}
    </span>
  );
}
