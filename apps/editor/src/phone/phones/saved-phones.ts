import { create } from "zustand";
import { simPhone } from "../../api/sim.ts";
import { behaviourOf } from "./behaviours.ts";

/**
 * Outside phones that somebody has given a behaviour, kept in this browser. The simulator forgets them when it is started
 * anew, so it is told before each call.
 */
export interface SavedPhone {
  number: string;
  name: string;
  /** Id of a behaviour. */
  does: string;
}

const KEY = "cordboard.phones";

function read(): SavedPhone[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(raw) ? raw.filter(isPhone) : [];
  } catch {
    return [];
  }
}

function isPhone(value: unknown): value is SavedPhone {
  if (typeof value !== "object" || value === null || !("number" in value) || !("name" in value) || !("does" in value)) return false;
  const { number, name, does } = value;
  return typeof number === "string" && typeof name === "string" && typeof does === "string" && behaviourOf(does) !== undefined;
}

export const useSavedPhones = create<{ phones: SavedPhone[] }>()(() => ({ phones: read() }));
useSavedPhones.subscribe(({ phones }) => localStorage.setItem(KEY, JSON.stringify(phones)));

/** Adds a phone, or gives it another name or behaviour. Throws when the simulator refuses. */
export async function savePhone(phone: SavedPhone): Promise<void> {
  await tell(phone);
  const { phones } = useSavedPhones.getState();
  const at = phones.findIndex(({ number }) => number === phone.number);
  useSavedPhones.setState({ phones: at < 0 ? [...phones, phone] : phones.with(at, phone) });
}

/** From here on it rings like any other phone. */
export async function forgetPhone(phone: SavedPhone): Promise<void> {
  await tell({ ...phone, does: "rings" });
  useSavedPhones.setState(({ phones }) => ({ phones: phones.filter(({ number }) => number !== phone.number) }));
}

/** Tells the simulator of all of them. */
export async function tellPhones(): Promise<void> {
  for (const phone of useSavedPhones.getState().phones) await tell(phone);
}

const tell = ({ number, does }: SavedPhone) => simPhone(number, behaviourOf(does)?.script ?? null);
