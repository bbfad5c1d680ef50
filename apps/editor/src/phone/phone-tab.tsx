import { useState, type RefObject } from "react";
import { phone } from "../app/format/phone.ts";
import { cx } from "../ui/index.ts";
import { press } from "./actions.ts";
import { CallView } from "./call-view.tsx";
import { activeLine, withoutEnded, type Line } from "./lines.ts";
import { Dialer } from "./dialer.tsx";
import { usePhone } from "./phone-store.ts";
import { useFocusOnCall, useTypedKeys } from "./use-keys.ts";

const FLASH_MS = 140;

/** `tabs`: the other lines have no place of their own. */
export function PhoneTab({ frame, tabs }: { frame: RefObject<HTMLElement | null>; tabs: boolean }) {
  const { lines, chosen } = usePhone();
  const line = activeLine(lines, chosen);
  const [pressed, setPressed] = useState<string | null>(null);
  useTypedKeys(frame, (key) => {
    if (line?.state !== "in-progress") return;
    press(line.callUuid, key);
    setPressed(key);
    setTimeout(() => setPressed(null), FLASH_MS);
  });
  useFocusOnCall(frame, line?.callUuid ?? null);
  return (
    <>
      {tabs && <LineTabs lines={lines.filter((other) => other.mine)} active={line} />}
      {line ? (
        <CallView line={line} pressed={pressed} onClose={() => usePhone.setState({ lines: withoutEnded(lines), chosen: null })} />
      ) : (
        <Dialer />
      )}
    </>
  );
}

/** Several legs at once: a tab for each. */
function LineTabs({ lines, active }: { lines: Line[]; active: Line | null }) {
  const live = lines.filter((line) => line.state !== "ended" || line === active);
  if (live.length < 2) return null;
  return (
    <fieldset aria-label="Lines" className="min-w-0 flex shrink-0 gap-1 overflow-x-auto border-b border-line p-1.5">
      {live.map((line) => (
        <button
          key={line.callUuid}
          type="button"
          aria-pressed={line === active}
          onClick={() => usePhone.setState({ chosen: line.callUuid })}
          className={cx(
            "tabular flex h-7 items-center gap-1.5 rounded-control px-2 text-xs whitespace-nowrap",
            line === active ? "bg-pressed font-medium" : "text-muted hover:bg-hover",
          )}
        >
          <span aria-hidden className={cx("size-1.5 rounded-full", line.state === "in-progress" ? "bg-ok" : "bg-control")} />
          {phone(line.phone)}
        </button>
      ))}
    </fieldset>
  );
}
