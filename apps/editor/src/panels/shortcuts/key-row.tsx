import { RotateCcw } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { bind, chordFor, holderOf, keysOf, pressed, refusal, unbind, useBindings, useKeysFor, type Keyed } from "../../keys/index.ts";
import { Button, cx, IconButton, Keys } from "../../ui/index.ts";

interface KeyRowProps {
  command: Keyed;
  /** Among whom keys may mean one thing only. */
  all: readonly Keyed[];
  /** The next keys pressed are for this one. */
  asking: boolean;
  onAsk: (ask: boolean) => void;
}

/** What a command does and its keys. A press asks for others; who has them already is told before they are taken. */
export function KeyRow({ command, all, asking, onAsk }: KeyRowProps) {
  const keys = useKeysFor(command);
  const changed = useBindings(({ chosen }) => chosen[command.id] !== undefined);
  return (
    <li>
      <div className={cx("flex items-center rounded-sm", asking ? "bg-brass-soft" : "hover:bg-hover")}>
        <button
          type="button"
          aria-expanded={asking}
          className="flex min-h-8 min-w-0 flex-1 items-center justify-between gap-3 rounded-sm px-2 text-left"
          onClick={() => onAsk(!asking)}
        >
          <span className="truncate">
            {command.label}
            <span className="sr-only">: </span>
          </span>
          {asking ? null : keys ? <Keys keys={keys} /> : <span className="text-xs text-muted">no keys</span>}
        </button>
        {changed && !asking && (
          <IconButton
            size="sm"
            label={`${command.label}: keys as they came`}
            icon={<RotateCcw size={13} />}
            onClick={() => unbind(command)}
          />
        )}
      </div>
      {asking && <Asking command={command} all={all} done={() => onAsk(false)} />}
    </li>
  );
}

/** Listens before anybody else does: what is pressed here does nothing but be written down. */
function Asking({ command, all, done }: { command: Keyed; all: readonly Keyed[]; done: () => void }) {
  const [chord, setChord] = useState<string | null>(null);
  const holder = chord === null ? undefined : holderOf(all, chord, command);
  const problem = chord === null ? null : refusal(chord);
  const take = (wanted: string) => {
    const other = holderOf(all, wanted, command);
    if (other) bind(other, null);
    bind(command, wanted);
    done();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const wanted = pressed(event);
    const onButton = event.target instanceof Element && event.target.closest("[data-answer]") !== null;
    // The answers below are pressed as buttons are.
    if (wanted === null || wanted === "Tab" || wanted === "shift+Tab" || (onButton && (wanted === "Enter" || wanted === " "))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (wanted === "Escape") return done();
    if (refusal(wanted) === null && !holderOf(all, wanted, command)) take(wanted);
    else setChord(wanted);
  });
  useEffect(() => {
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  }, []);
  return (
    <div className="flex flex-wrap items-center gap-2 px-2 pt-1 pb-2 text-xs">
      <output className="min-w-0 flex-1">
        {chord === null ? (
          "Press the new keys, or Esc to leave them."
        ) : (
          <>
            <Keys keys={keysOf(chord)} /> {problem ?? `is “${holder?.label}”, which would have no keys then.`}
          </>
        )}
      </output>
      {chord !== null && problem === null && (
        <Button size="sm" variant="primary" data-answer onClick={() => take(chord)}>
          Take them
        </Button>
      )}
      {chord === null && chordFor(command) !== null && (
        <Button
          size="sm"
          variant="ghost"
          data-answer
          onClick={() => {
            bind(command, null);
            done();
          }}
        >
          No keys
        </Button>
      )}
    </div>
  );
}
