import { create } from "zustand";
import type { SimCall, SimEntry } from "../api/sim.ts";
import type { PayloadShelf } from "../payloads/index.ts";
import { withCall, withEntries, withoutLost, type Line } from "./lines.ts";

/** The flow that is open on the board: the phone's first choice there. */
export interface Draft {
  flowId: string;
  flowName: string;
  /** Saves what was typed last, so that the draft that is tried is the one on screen. */
  beforeTry: () => Promise<void>;
  payloads: PayloadShelf;
  /** Keeps a run of it as a flow test, and runs that. */
  keepAsTest: (runId: string) => Promise<void>;
}

export type PhoneTab = "phone" | "messages" | "request" | "phones";

interface PhoneState {
  place: "closed" | "floating" | "right";
  /** Top left corner in px; null: its first place, bottom right. */
  position: { x: number; y: number } | null;
  /** px at the right that its first place leaves to what stands there. */
  room: number;
  tab: PhoneTab;
  muted: boolean;
  draft: Draft | null;
  /** The outside phone this handset is. */
  from: string;
  /** Who is called or texted: a number of the account, or `draft`. */
  to: string;
  lines: Line[];
  /** Calls whose microphone is off: the other side hears nothing that is said. */
  silent: readonly string[];
  chosen: string | null;
  /** Calls dialled or answered in this tab; kept over a reload. */
  mine: string[];
  /** What is known of a call beyond its leg: the run of a tried draft. */
  about: Record<string, { runId: string; title: string }>;
  /** The run that a text or an API request to a draft started last. */
  triedRunId: string | null;
  hearCall: (call: SimCall) => void;
  hearEntries: (callUuid: string, entries: SimEntry[]) => void;
  own: (callUuid: string, about?: { runId: string; title: string }) => void;
  forgetCalls: () => void;
  /** The simulator's whole list of calls: a live line that isn't on it any more was lost. */
  endLost: (known: ReadonlySet<string>) => void;
  close: () => void;
}

/** A number that can belong to nobody (reserved for examples). */
export const DEFAULT_FROM = "+14155550100";
export const TO_DRAFT = "draft";

const saved = {
  get: (key: string) => sessionStorage.getItem(`cordboard.phone.${key}`),
  set: (key: string, value: string) => sessionStorage.setItem(`cordboard.phone.${key}`, value),
};

function place(): PhoneState["place"] {
  const value = saved.get("place");
  return value === "floating" || value === "right" ? value : "closed";
}

export const usePhone = create<PhoneState>()((set) => ({
  place: place(),
  position: null,
  room: 0,
  tab: "phone",
  muted: saved.get("muted") === "true",
  draft: null,
  from: saved.get("from") ?? DEFAULT_FROM,
  to: saved.get("to") ?? "",
  lines: [],
  silent: [],
  chosen: null,
  about: {},
  triedRunId: null,
  mine: (saved.get("mine") ?? "").split(",").filter(Boolean),
  hearCall: (call) => set((state) => ({ lines: withCall(state.lines, call, state.mine.includes(call.callUuid)) })),
  hearEntries: (callUuid, entries) => set((state) => ({ lines: withEntries(state.lines, callUuid, entries) })),
  own: (callUuid, about) =>
    set((state) => ({
      mine: [...state.mine.filter((uuid) => uuid !== callUuid), callUuid].slice(-8),
      chosen: callUuid,
      about: about ? { ...state.about, [callUuid]: about } : state.about,
      lines: state.lines.map((line) => (line.callUuid === callUuid ? { ...line, mine: true } : line)),
    })),
  forgetCalls: () => set({ lines: [], chosen: null, mine: [], triedRunId: null }),
  endLost: (known) => set((state) => ({ lines: withoutLost(state.lines, known) })),
  close: () => set({ place: "closed" }),
}));

usePhone.subscribe((state) => {
  saved.set("place", state.place);
  saved.set("muted", String(state.muted));
  saved.set("from", state.from);
  saved.set("to", state.to);
  saved.set("mine", state.mine.join(","));
});

export function openPhone(options: { to?: string; draft?: Draft; tab?: PhoneTab } = {}): void {
  usePhone.setState((state) => ({
    place: state.place === "closed" ? "floating" : state.place,
    tab: options.tab ?? state.tab,
    ...(options.draft ? { draft: options.draft, to: TO_DRAFT } : {}),
    ...(options.to ? { to: options.to } : {}),
  }));
}

export function closePhone(): void {
  usePhone.getState().close();
}

/** Something that is being worked with stands at the right, so wide in px: the phone's first place is beside it. Answers how to end it. */
export function makeRoom(room: number): () => void {
  usePhone.setState({ room });
  return () => usePhone.setState({ room: 0 });
}

/** The flow page calls this while it is open; answers how to take it back. */
export function registerDraft(draft: Draft): () => void {
  usePhone.setState({ draft, to: TO_DRAFT });
  return () => usePhone.setState((state) => (state.draft === draft ? { draft: null, to: state.to === TO_DRAFT ? "" : state.to } : {}));
}
