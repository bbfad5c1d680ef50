import { PhoneForwarded, PhoneIncoming, PhoneOutgoing } from "lucide-react";
import type { Run } from "../../api/runs.ts";
import { phone } from "../../app/format/phone.ts";
import { timer, toMs } from "../../app/format/time.ts";
import { useNow } from "../../app/use-now.ts";
import { cx, toast, Tooltip } from "../../ui/index.ts";

type Leg = Run["legs"][number];

const ROLES = {
  inbound: { label: "Came in", icon: PhoneIncoming },
  outbound: { label: "Placed by the flow", icon: PhoneOutgoing },
  forwarded: { label: "Forwarded", icon: PhoneForwarded },
};

/** The calls of a run, in the order they began. */
export function Legs({ run }: { run: Run }) {
  const live = run.legs.some((leg) => leg.endedAt === null);
  const now = useNow(live ? 1_000 : null);
  if (run.legs.length === 0) return null;
  return (
    <ul aria-label="Calls" className="flex flex-wrap gap-1.5 px-3 pb-2.5">
      {run.legs.map((leg) => (
        <li key={leg.callUuid}>
          <LegChip leg={leg} now={now} />
        </li>
      ))}
    </ul>
  );
}

function LegChip({ leg, now }: { leg: Leg; now: number }) {
  const { label, icon: Icon } = ROLES[leg.role];
  const live = leg.endedAt === null;
  const hangup = leg.hangup
    ? `${leg.hangup.cause}${leg.hangup.code === null ? "" : ` (${leg.hangup.code})`}${leg.hangup.source ? `, by ${leg.hangup.source}` : ""}`
    : null;
  const end = leg.endedAt ? toMs(leg.endedAt) : now;
  const copy = () => void navigator.clipboard.writeText(leg.callUuid).then(() => toast.success("Copied the call’s id"));
  return (
    <Tooltip content={[label, `${phone(leg.from)} to ${phone(leg.to)}`, hangup, "Press to copy the call’s id"].filter(Boolean).join(" · ")}>
      <button
        type="button"
        onClick={copy}
        className={cx(
          "tabular inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-xs whitespace-nowrap",
          live ? "border-ok/60 text-ok" : "border-line text-muted",
        )}
      >
        <Icon size={12} aria-label={label} className={cx(live && "animate-pulse")} />
        <span className="text-ink">{phone(leg.role === "inbound" ? leg.from : leg.to)}</span>
        {leg.answeredAt ? timer(end - toMs(leg.answeredAt)) : leg.status.replace("-", " ")}
      </button>
    </Tooltip>
  );
}
