import { useQuery } from "@tanstack/react-query";
import { GripVertical, PanelRightClose, PanelRightOpen, Volume2, VolumeX, X } from "lucide-react";
import { useRef, type RefObject } from "react";
import { useRoute } from "wouter";
import { systemQuery } from "../api/account.ts";
import { useMedia } from "../app/use-media.ts";
import { cx, IconButton, Segmented } from "../ui/index.ts";
import { activeLine, ringingLines, sideLines } from "./lines.ts";
import { MessagesTab } from "./messages-tab.tsx";
import { PhonesTab } from "./phones/phones-tab.tsx";
import { PhoneTab } from "./phone-tab.tsx";
import { closePhone, usePhone, type PhoneTab as PhoneTabName } from "./phone-store.ts";
import { RequestTab } from "./request-tab.tsx";
import { RingCard } from "./ring-card.tsx";
import { RingToasts } from "./ring-toasts.tsx";
import { SidePhones } from "./side-phones.tsx";
import { useDrag } from "./use-drag.ts";
import { useHangupTone, useRinging, useSpokenPrompts } from "./use-line-sounds.ts";
import { useSimFeed } from "./use-sim-feed.ts";

/** Mounted once by the shell: a call survives navigation, and rings are heard on every page. */
export function Handset() {
  const system = useQuery(systemQuery());
  const place = usePhone((state) => state.place);
  useSimFeed(system.data?.simulator ?? false);
  useSounds();
  if (place === "closed") return <RingToasts />;
  return <HandsetFrame simulator={system.data?.simulator ?? true} />;
}

function useSounds(): void {
  const { lines, chosen, muted } = usePhone();
  const line = activeLine(lines, chosen);
  const talking = line?.state === "in-progress";
  useSpokenPrompts(line, muted);
  useRinging(ringingLines(lines).length > 0 && !talking, line?.state === "ringing" && !line.incoming, muted);
  useHangupTone(line, muted);
}

/** Room for the phones that stand beside it, and for it beside what stands at the right. */
const WIDE = "(min-width: 900px)";
const VERY_WIDE = "(min-width: 1180px)";
/** px of the column of phones beside it, with its gap. */
const SIDE = 240;
const EDGE = 20;

function HandsetFrame({ simulator }: { simulator: boolean }) {
  const frame = useRef<HTMLElement>(null);
  const { place, room, lines, chosen } = usePhone();
  const { position, grip } = useDrag(frame);
  const wide = useMedia(WIDE);
  const veryWide = useMedia(VERY_WIDE);
  const docked = place === "right";
  // On the board it lies over the inspector where there is no room for both; a list simply gets narrower.
  const [onBoard] = useRoute("/flows/:id");
  const side = wide && !docked ? sideLines(lines, activeLine(lines, chosen)) : [];
  const floatsAt = position ? { left: position.x, top: position.y, right: "auto", bottom: "auto" } : veryWide ? { right: EDGE + room } : {};
  return (
    <aside
      ref={frame}
      tabIndex={-1}
      aria-label="Phone"
      style={docked ? undefined : floatsAt}
      className={cx(
        "outline-none",
        docked
          ? cx(
              "z-30 h-full w-80 shrink-0 border-l border-line",
              onBoard && "max-[1439px]:absolute max-[1439px]:inset-y-0 max-[1439px]:right-0 max-[1439px]:shadow-float",
            )
          : "fixed right-5 bottom-5 z-30 h-[min(640px,calc(100dvh-40px))] w-80 max-w-[calc(100vw-16px)] max-sm:right-2 max-sm:bottom-16 max-sm:h-[min(640px,calc(100dvh-80px))]",
      )}
    >
      <div className={cx("flex h-full flex-col overflow-hidden bg-surface", !docked && "floating pop-in rounded-panel!")}>
        <HandsetBar docked={docked} grip={grip} />
        {(docked || !wide) && <Ringing />}
        {simulator ? <Tab frame={frame} tabs={docked || !wide} /> : <NoSimulator />}
      </div>
      {side.length > 0 && (
        <div
          className={cx(
            "pointer-events-none absolute bottom-0 flex h-full w-58 flex-col justify-end",
            position && position.x < SIDE ? "left-full ml-2" : "right-full mr-2",
          )}
        >
          <SidePhones lines={side} />
        </div>
      )}
    </aside>
  );
}

function Tab({ frame, tabs }: { frame: RefObject<HTMLElement | null>; tabs: boolean }) {
  const { tab, draft } = usePhone();
  if (tab === "phones") return <PhonesTab />;
  if (tab === "messages") return <MessagesTab />;
  if (tab === "request" && draft) return <RequestTab key={draft.flowId} draft={draft} />;
  return <PhoneTab frame={frame} tabs={tabs} />;
}

/** Phones that ring, above whatever tab is open; answering goes to the call. */
function Ringing() {
  const ringing = ringingLines(usePhone((state) => state.lines));
  if (ringing.length === 0) return null;
  return (
    <div className="flex max-h-52 shrink-0 flex-col gap-2 overflow-y-auto p-3 pb-2" aria-live="assertive">
      {ringing.map((line) => (
        <RingCard key={line.callUuid} line={line} onAnswer={() => usePhone.setState({ tab: "phone" })} />
      ))}
    </div>
  );
}

function HandsetBar({ docked, grip }: { docked: boolean; grip: ReturnType<typeof useDrag>["grip"] }) {
  const { tab, muted, draft } = usePhone();
  return (
    <header className={cx("flex h-11 shrink-0 items-center gap-0.5 border-b border-line pr-1.5", docked ? "pl-2" : "pl-0.5")}>
      {!docked && (
        <button
          type="button"
          aria-label="Move the phone"
          {...grip}
          className="flex h-8 w-6 cursor-grab touch-none items-center justify-center rounded-sm text-muted active:cursor-grabbing"
        >
          <GripVertical size={14} aria-hidden />
        </button>
      )}
      <Segmented
        size="sm"
        label="Phone or messages"
        value={tab === "phones" ? "phone" : tab}
        onValueChange={(value) => usePhone.setState({ tab: asTab(value) })}
        options={[
          { value: "phone", label: "Phone" },
          { value: "messages", label: "Messages" },
          ...(draft ? [{ value: "request", label: "API" }] : []),
        ]}
      />
      <div className="flex-1" />
      <IconButton
        size="sm"
        label={muted ? "Sound is off" : "Sound is on"}
        icon={muted ? <VolumeX size={15} /> : <Volume2 size={15} />}
        onClick={() => usePhone.setState({ muted: !muted })}
      />
      <IconButton
        size="sm"
        className="max-sm:hidden"
        label={docked ? "Let it float" : "Dock at the right"}
        icon={docked ? <PanelRightClose size={15} /> : <PanelRightOpen size={15} />}
        onClick={() => usePhone.setState({ place: docked ? "floating" : "right" })}
      />
      <IconButton size="sm" label="Close the phone" icon={<X size={15} />} onClick={closePhone} />
    </header>
  );
}

const asTab = (value: string): PhoneTabName => (value === "messages" || value === "request" ? value : "phone");

function NoSimulator() {
  return (
    <p className="m-auto max-w-60 text-center text-muted">
      The on-screen phone needs the built-in simulator, which isn’t running here. Unset PLIVO_API_BASE to start it.
    </p>
  );
}
