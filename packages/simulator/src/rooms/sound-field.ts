import type { Input } from "../calls/input-line.ts";
import type { Leg } from "../calls/leg.ts";
import { note } from "../calls/transcript.ts";
import type { World } from "../world.ts";

/** Somebody in a room: a member of a Conference, a participant of a MultiPartyCall. */
export interface Seat {
  readonly leg: Leg;
}

export interface RoomRules<S extends Seat> {
  /** Whether words of `speaker` reach `listener`; asked at each word. */
  hears(listener: S, speaker: S): boolean;
  /** Whether the tones of this one's keys reach the others. */
  relaysKeys(seat: S): boolean;
  onKey(seat: S, key: string): void;
  onSpeech(seat: S, text: string): void;
}

/** What the legs of a room hear of each other. */
export class SoundField<S extends Seat> {
  readonly #world: World;
  readonly #rules: RoomRules<S>;
  readonly #seats = new Set<S>();

  constructor(world: World, rules: RoomRules<S>) {
    this.#world = world;
    this.#rules = rules;
  }

  /** Opens this one's line to the room; the answer closes it again. */
  join(seat: S): () => void {
    this.#seats.add(seat);
    const { leg } = seat;
    const before = leg.onSound;
    // A number of ours was called: what sounds at that end of its line is what this leg says.
    if (leg.farEnd) leg.onSound = (text) => this.#say(seat, { kind: "speech", text });
    const close = leg.input.divert((input) => this.#say(seat, input));
    return () => {
      this.#seats.delete(seat);
      leg.onSound = before;
      close();
    };
  }

  #say(seat: S, input: Input): void {
    const others = [...this.#seats].filter((other) => other !== seat);
    if (input.kind === "key") {
      if (this.#rules.relaysKeys(seat)) {
        for (const { leg } of others) {
          note(this.#world, leg, "Tones", { attrs: { by: "room" }, text: input.key });
          leg.farEnd?.input.give(input);
        }
      }
      this.#rules.onKey(seat, input.key);
      return;
    }
    for (const other of others) if (this.#rules.hears(other, seat)) hear(this.#world, other.leg, input.text);
    this.#rules.onSpeech(seat, input.text);
  }
}

/** Words that reach the person on a leg, or whoever is at the other end of that person's line. */
function hear(world: World, leg: Leg, text: string): void {
  note(world, leg, "Heard", { text });
  if (leg.farEnd) leg.farEnd.input.give({ kind: "speech", text });
  else leg.onSound?.(text);
}
