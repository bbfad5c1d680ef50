import { Phone, PhoneOff } from "lucide-react";
import { phone } from "../app/format/phone.ts";
import { cx, IconButton } from "../ui/index.ts";
import { answer, reject } from "./actions.ts";
import type { Line } from "./lines.ts";

interface RingCardProps {
  line: Line;
  onAnswer: () => void;
  /** Where there is little room across: the buttons stand below. */
  narrow?: boolean;
}

/** An outside phone that a flow is calling right now. */
export function RingCard({ line, onAnswer, narrow = false }: RingCardProps) {
  const accept = () => {
    onAnswer();
    void answer(line.callUuid);
  };
  return (
    <fieldset
      aria-label={`Incoming call to ${phone(line.phone)}`}
      className={cx(
        "pop-in flex min-w-0 items-center gap-2 rounded-card border border-ok/50 bg-ok-soft py-2 pr-2 pl-3",
        narrow && "flex-wrap justify-end",
      )}
    >
      <span className={narrow ? "w-full" : "min-w-0 flex-1"}>
        <span className="tabular flex items-center gap-2 font-semibold">
          <span aria-hidden className="size-2 shrink-0 animate-pulse rounded-full bg-ok" />
          <span className="truncate">{phone(line.phone)} rings</span>
        </span>
        <span className="tabular block truncate text-xs text-muted">from {phone(line.other)}</span>
      </span>
      <IconButton
        label="Reject"
        className="size-9 rounded-full! bg-surface text-danger! hover:bg-danger-soft!"
        icon={<PhoneOff size={16} />}
        onClick={() => void reject(line.callUuid)}
      />
      <IconButton
        label="Accept"
        className="size-9 rounded-full! bg-ok! text-on-tint! hover:brightness-110"
        icon={<Phone size={16} />}
        onClick={accept}
      />
    </fieldset>
  );
}
