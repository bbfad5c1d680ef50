import type { UrlRef } from "../calls/leg.ts";
import { type Params, plainTime } from "../calls/params.ts";
import { type CallbackQueue, postCallback } from "../calls/posts.ts";
import type { World } from "../world.ts";
import type { MpcAttributes, MultiPartyCall, Participant } from "./mpc.ts";

export type EventCategory =
  | "mpc-state-changes"
  | "participant-state-changes"
  | "participant-speak-events"
  | "participant-digit-input-events"
  | "add-participant-api-events"
  | "participant-audio-events";

interface Listener {
  ref: UrlRef;
  categories: ReadonlySet<string>;
}

/** Who is told what happens in a multi-party call, in the order of what happened (plivo-platform 1.10, 2.7). */
export class MpcNews {
  readonly queue: CallbackQueue = { tail: Promise.resolve() };
  readonly #world: World;
  readonly #mpc: MultiPartyCall;
  readonly #listeners = new Map<string, Listener>();

  constructor(world: World, mpc: MultiPartyCall) {
    this.#world = world;
    this.#mpc = mpc;
  }

  /** The status callback of somebody who joins, or of a request to add somebody. The same URL is told once. */
  listen(attributes: Pick<MpcAttributes, "statusCallbackUrl" | "statusCallbackMethod" | "statusCallbackEvents">): void {
    const { statusCallbackUrl: url, statusCallbackMethod: method, statusCallbackEvents } = attributes;
    if (url === undefined || this.#listeners.has(url)) return;
    if (this.#world.choices.mpcStatusTo === "first" && this.#listeners.size > 0) return;
    this.#listeners.set(url, { ref: { url, method }, categories: new Set(statusCallbackEvents.split(",")) });
  }

  post(event: string, category: EventCategory, participant: Participant, more: Params = {}): void {
    for (const { ref, categories } of this.#listeners.values()) {
      if (categories.has(category)) this.postTo(ref, event, participant, more);
    }
  }

  postTo(ref: UrlRef, event: string, participant: Participant, more: Params = {}): void {
    const about = event.startsWith("MPC")
      ? {}
      : {
          MemberID: participant.id,
          ParticipantRole: participant.role,
          ParticipantCallUUID: participant.leg.uuid,
          ParticipantCoachMode: String(participant.coachMode),
        };
    const params = {
      EventName: event,
      EventTimestamp: plainTime(this.#world.time.now()),
      MPCUUID: this.#mpc.uuid,
      MPCName: this.#mpc.name,
      ...about,
      ...more,
    };
    postCallback(this.#world, participant.leg, "MultiPartyCall", { kind: "multi-party callback", ...ref, params }, this.queue);
  }
}
