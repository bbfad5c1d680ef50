import { PhoneOff } from "lucide-react";
import { phone } from "../app/format/phone.ts";
import { Button } from "../ui/index.ts";
import { hangUp, press } from "./actions.ts";
import { CallClock } from "./call-clock.tsx";
import { Keypad } from "./keypad.tsx";
import type { Line } from "./lines.ts";
import { usePhone } from "./phone-store.ts";
import { RingCard } from "./ring-card.tsx";
import { lastHeard } from "./spoken-lines.ts";

/** Every other phone of the conversation beside the large one: those that ring, and those that somebody here has answered. */
export function SidePhones({ lines }: { lines: readonly Line[] }) {
  return (
    <fieldset
      aria-label="Lines"
      className="pointer-events-auto -mx-3 -mb-3 flex max-h-[calc(100%+12px)] min-w-0 flex-col gap-2 overflow-y-auto px-3 pb-3"
    >
      <div aria-live="assertive" className="flex flex-col gap-2">
        {lines
          .filter(({ state }) => state === "ringing")
          .map((line) => (
            <div key={line.callUuid} className="floating rounded-panel! p-1.5">
              <RingCard narrow line={line} onAnswer={() => usePhone.setState({ tab: "phone" })} />
            </div>
          ))}
      </div>
      {lines
        .filter(({ state }) => state !== "ringing")
        .map((line) => (
          <SidePhone key={line.callUuid} line={line} />
        ))}
    </fieldset>
  );
}

/** Small, but all that a phone needs: what is heard, keys, and the way to end it. A press on its number makes it the large one. */
function SidePhone({ line }: { line: Line }) {
  const number = phone(line.phone);
  const heard = lastHeard(line.transcript);
  return (
    <fieldset aria-label={`Phone ${number}`} className="floating pop-in flex min-w-0 flex-col gap-2 rounded-panel! p-2">
      <div className="flex items-center justify-between gap-1">
        <button
          type="button"
          title="Make it the large phone"
          className="tabular -ml-0.5 flex h-7 min-w-0 items-center gap-1.5 rounded-control px-1.5 font-semibold hover:bg-hover"
          onClick={() => usePhone.setState({ chosen: line.callUuid, tab: "phone" })}
        >
          <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-ok" />
          <span className="truncate">{number}</span>
        </button>
        <CallClock line={line} />
      </div>
      <p className="line-clamp-2 min-h-10 px-1 text-xs leading-5 text-muted">{heard ?? `With ${phone(line.other)}`}</p>
      <Keypad small label={`Keys of ${number}`} onKey={(key) => press(line.callUuid, key)} />
      <Button
        size="sm"
        variant="danger"
        aria-label={`Hang up ${number}`}
        icon={<PhoneOff size={14} />}
        onClick={() => void hangUp(line.callUuid)}
      >
        Hang up
      </Button>
    </fieldset>
  );
}
