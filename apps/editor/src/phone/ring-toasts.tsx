import { RingCard } from "./ring-card.tsx";
import { ringingLines } from "./lines.ts";
import { openPhone, usePhone } from "./phone-store.ts";

/** At most this many at once; a load test would fill the screen. */
const MOST = 3;

/** While the handset is put away, phones that ring show themselves where it would be. Answering opens it. */
export function RingToasts() {
  const lines = usePhone((state) => state.lines);
  const ringing = ringingLines(lines);
  if (ringing.length === 0) return null;
  return (
    <div
      aria-live="assertive"
      className="fixed right-5 bottom-5 z-30 flex w-72 flex-col gap-2 rounded-panel bg-surface p-2 shadow-float max-sm:bottom-16"
    >
      {ringing.slice(0, MOST).map((line) => (
        <RingCard key={line.callUuid} line={line} onAnswer={() => openPhone({ tab: "phone" })} />
      ))}
      {ringing.length > MOST && (
        <p className="text-center text-xs text-muted">
          {ringing.length === MOST + 1 ? "One more phone rings" : `${ringing.length - MOST} more phones ring`}
        </p>
      )}
    </div>
  );
}
