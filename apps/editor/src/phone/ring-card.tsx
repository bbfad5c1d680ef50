import { PhoneIncoming, PhoneOff } from "lucide-react";
import { phone } from "../app/format/phone.ts";
import { Button } from "../ui/index.ts";
import { answer, reject } from "./actions.ts";
import type { Line } from "./lines.ts";

/** An outside phone that a flow is calling right now. */
export function RingCard({ line, onAnswer }: { line: Line; onAnswer?: () => void }) {
  const accept = () => {
    onAnswer?.();
    void answer(line.callUuid);
  };
  return (
    <fieldset
      aria-label={`Incoming call to ${phone(line.phone)}`}
      className="min-w-0 pop-in rounded-card border border-ok/50 bg-ok-soft p-3"
    >
      <div className="flex items-center gap-2.5">
        <span aria-hidden className="flex size-8 animate-pulse items-center justify-center rounded-full bg-ok text-on-tint">
          <PhoneIncoming size={15} />
        </span>
        <div className="min-w-0">
          <div className="tabular font-semibold">{phone(line.phone)} rings</div>
          <div className="tabular truncate text-xs text-muted">from {phone(line.other)}</div>
        </div>
      </div>
      <div className="mt-2.5 grid grid-cols-2 gap-2">
        <Button size="sm" className="h-8" icon={<PhoneOff size={14} />} onClick={() => void reject(line.callUuid)}>
          Reject
        </Button>
        <Button
          size="sm"
          className="h-8 border-transparent! bg-ok! text-on-tint! hover:brightness-110"
          icon={<PhoneIncoming size={14} />}
          onClick={accept}
        >
          Accept
        </Button>
      </div>
    </fieldset>
  );
}
