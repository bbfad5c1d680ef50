import { addressKey } from "./addresses.ts";
import type { Account, RentedNumber } from "./account.ts";

/** A pool of numbers that send as one (plivo-platform 4.3). */
export interface Powerpack {
  uuid: string;
  name: string;
  poolUuid: string;
  /** The same number for the same person, while it is in the pool. */
  stickySender: boolean;
  /** A number of the person's own area, when the pool has one. */
  localConnect: boolean;
  /** Which kind of number goes first; a short code does by default. */
  priority: readonly ("shortcode" | "tollfree" | "longcode")[];
  /** Where messages to its numbers go: an application, or nowhere. */
  appId: string | null;
  /** Keys of rented numbers, in the order in which they came, and since when. */
  numbers: Map<string, string>;
  createdOn: string;
  /** Person → number that wrote to that person first. */
  readonly stuck: Map<string, string>;
  /** Whose turn it is. */
  turn: number;
}

export function kindOf(number: RentedNumber): "shortcode" | "tollfree" | "longcode" {
  return number.type === "short" ? "shortcode" : number.type === "tollfree" ? "tollfree" : "longcode";
}

export class Powerpacks {
  readonly #packs = new Map<string, Powerpack>();

  add(pack: Powerpack): void {
    this.#packs.set(pack.uuid, pack);
  }

  get(uuid: string): Powerpack | undefined {
    return this.#packs.get(uuid);
  }

  byPool(poolUuid: string): Powerpack | undefined {
    return this.all().find((pack) => pack.poolUuid === poolUuid);
  }

  /** The powerpack that a number belongs to. */
  of(number: RentedNumber): Powerpack | undefined {
    return this.all().find((pack) => pack.numbers.has(number.key));
  }

  remove(uuid: string): boolean {
    return this.#packs.delete(uuid);
  }

  all(): Powerpack[] {
    return [...this.#packs.values()];
  }

  clear(): void {
    this.#packs.clear();
  }
}

/** The number that sends to this person, or undefined for an empty pool: stuck, else by kind, else near, else in turn. */
export function senderFor(account: Account, pack: Powerpack, person: string): string | undefined {
  const key = addressKey(person);
  const pool = [...pack.numbers.keys()].flatMap((number) => account.rented(number) ?? []);
  const stuck = pack.stuck.get(key);
  if (pack.stickySender && stuck !== undefined && pool.some((number) => number.key === stuck)) return stuck;
  const best = pack.priority.map((kind) => pool.filter((number) => kindOf(number) === kind)).find((numbers) => numbers.length > 0) ?? pool;
  const near = pack.localConnect ? best.filter((number) => number.key.length === 11 && number.key.slice(0, 4) === key.slice(0, 4)) : [];
  const candidates = near.length > 0 ? near : best;
  const chosen = candidates[pack.turn++ % Math.max(1, candidates.length)];
  if (chosen && pack.stickySender) pack.stuck.set(key, chosen.key);
  return chosen?.key;
}
