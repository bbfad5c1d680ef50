import { addressKey } from "../state/addresses.ts";
import { Interrupted } from "../time/interrupted.ts";
import type { Leg } from "./leg.ts";
import { stateOf } from "./view.ts";

/** Ended legs beyond this are forgotten, oldest first: each takes some 15 KB with its transcript. */
const MAX_LEGS = 20_000;

/** Every leg the simulator knows, in the order of their birth. */
export class CallBook {
  readonly #legs = new Map<string, Leg>();

  add(leg: Leg): void {
    this.#legs.set(leg.uuid, leg);
    if (this.#legs.size <= MAX_LEGS) return;
    for (const [uuid, old] of this.#legs) {
      if (!old.over.fired) continue;
      this.#legs.delete(uuid);
      break;
    }
  }

  get(uuid: string): Leg | undefined {
    return this.#legs.get(uuid);
  }

  /** A call that REST made, by the uuid of its request. */
  byRequest(requestUuid: string): Leg | undefined {
    const same = this.#legs.get(requestUuid);
    if (same?.requestUuid === requestUuid) return same;
    return [...this.#legs.values()].find((leg) => leg.requestUuid === requestUuid);
  }

  all(): Leg[] {
    return [...this.#legs.values()];
  }

  find(filter: { number?: string; state?: string }): Leg[] {
    const key = filter.number === undefined ? undefined : addressKey(filter.number);
    return this.all().filter(
      (leg) => (key === undefined || leg.from === key || leg.to === key) && (filter.state === undefined || stateOf(leg) === filter.state),
    );
  }

  /** Forgets every leg; what runs on them stops without a request. */
  clear(): void {
    const gone = new Interrupted("reset");
    for (const leg of this.#legs.values()) {
      leg.silenced = true;
      leg.life.abort(gone);
      leg.session?.stop.abort(gone);
    }
    this.#legs.clear();
  }
}
