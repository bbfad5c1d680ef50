import type { World } from "../world.ts";
import { MultiPartyCall } from "./mpc.ts";

/** Ended ones beyond this are forgotten, oldest first. */
const MAX_CALLS = 5_000;

/** Every multi-party call, in the order of their birth. A name belongs to at most one that has not ended. */
export class MpcBook {
  readonly #calls = new Map<string, MultiPartyCall>();
  #members = 1_000;

  byUuid(uuid: string): MultiPartyCall | undefined {
    return this.#calls.get(uuid);
  }

  live(name: string): MultiPartyCall | undefined {
    return [...this.#calls.values()].findLast((call) => call.name === name && call.status !== "Ended");
  }

  open(world: World, name: string): MultiPartyCall {
    const known = this.live(name);
    if (known) return known;
    const call = new MultiPartyCall(world, name);
    this.#calls.set(call.uuid, call);
    if (this.#calls.size > MAX_CALLS) {
      for (const [uuid, old] of this.#calls) {
        if (old.status !== "Ended") continue;
        this.#calls.delete(uuid);
        break;
      }
    }
    return call;
  }

  all(): MultiPartyCall[] {
    return [...this.#calls.values()];
  }

  nextMemberId(): number {
    return ++this.#members;
  }

  clear(): void {
    this.#calls.clear();
  }
}
