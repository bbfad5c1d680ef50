import { CodedError, type InboundMessage, wantsText } from "@cordboard/contract";
import { mayHear } from "@cordboard/engine";
import type { NewRunEvent } from "@cordboard/carrier";
import { type ContactSlots, type Slot, slotKey } from "../store/guards/contact-slots.ts";
import type { RunStore } from "../store/run-store.ts";
import type { CompiledFlows } from "./compiled-flows.ts";
import { type Host, pause } from "./host.ts";
import type { ReplyStorms } from "./reply-storms.ts";
import type { Delivered } from "./runtime.ts";
import type { Birth, Work } from "./step-writer.ts";

/*
 * A text from outside finds its run:
 *
 *   text ──(one at a time per number and contact)──► who listens to this pair?
 *            ▲                                         ├─ a run takes it ─► told
 *            │                                         └─ nobody, or not any more ─► the number's flow
 *            │                                                ├─ it never waits for texts ─► a run of its own
 *            └── another replica is about to begin one ◄──────┴─ it may ─(claim the pair)─► a run that is the pair's
 *
 * The claim is a row of the database (contact-slots.ts), so two texts that come at once to two replicas begin one run, and
 * the second is told to it.
 */
export interface Conversations {
  receive: (text: IncomingText) => Promise<Delivered | { kind: "nowhere" }>;
}

export interface IncomingText {
  message: InboundMessage;
  /** The work that tells a run of it. */
  work: (runId: string, event: NewRunEvent) => Work;
  /** The work that begins a run with it; null when no flow answers the number. */
  birth: (Work & { birth: Birth }) | null;
  /** Test runs hear the simulator only, others the account's carrier only. */
  mayTell: (test: boolean) => boolean;
}

const LOOK_AGAIN_MS = 25;
const LOOKS = 80;

export function createConversations(options: {
  store: Pick<RunStore, "hearers">;
  slots: ContactSlots | null;
  storms: ReplyStorms | null;
  flows: CompiledFlows;
  begin: (work: Work & { birth: Birth }) => Promise<Delivered>;
  deliver: (work: Work) => Promise<Delivered>;
  host: Host;
}): Conversations {
  const { store, slots, storms, flows, begin, deliver, host } = options;
  const lastOfPair = new Map<string, Promise<unknown>>();

  /** In the order they came to this process. */
  const inTurn = async <Result>(pair: string, work: () => Promise<Result>): Promise<Result> => {
    const before = lastOfPair.get(pair) ?? Promise.resolve();
    const mine = before.then(work, work);
    lastOfPair.set(pair, mine);
    try {
      return await mine;
    } finally {
      if (lastOfPair.get(pair) === mine) lastOfPair.delete(pair);
    }
  };

  /** The answer of the first run that takes it; null when none does. */
  const tell = async ({ message, work, mayTell }: IncomingText): Promise<Delivered | null> => {
    for (const hearer of await store.hearers(message.to, message.from)) {
      if (!mayTell(hearer.test) || !wantsText(hearer, message)) continue;
      const told = work(hearer.runId, { type: "message", message });
      const storm = storms !== null && !hearer.test && (await storms.isStorm(message));
      const delivered = await deliver(storm ? { ...told, endedAs: "reply_storm" } : told);
      if (delivered.kind !== "declined" && delivered.kind !== "unknown_run") return delivered;
    }
    return null;
  };

  const claimAndBegin = async (work: Work & { birth: Birth }, slot: Slot, claims: ContactSlots): Promise<Delivered> => {
    const delivered = await begin({ ...work, guard: { kind: "owed", key: slotKey(slot.runId) } });
    await claims.settle(slot, delivered.kind === "answered" && delivered.runId === slot.runId && !delivered.repeat);
    if (delivered.kind === "stale") throw inUse();
    return delivered;
  };

  const receive = async (text: IncomingText): Promise<Delivered | { kind: "nowhere" }> => {
    const { message, birth } = text;
    const looked = new Set<string>();
    for (let look = 0; look < LOOKS; look++) {
      const told = await tell(text);
      if (told) return told;
      if (birth === null) return { kind: "nowhere" };
      const flow = await flows.get(birth.birth.pin.hash);
      if (slots === null || birth.birth.test || !mayHear(flow, flow.entry.node.id)) return begin(birth);
      const slot: Slot = { flowId: `texts to ${message.to}`, contact: message.from, runId: birth.runId };
      const claim = await slots.claim(slot, looked);
      if (claim.kind === "claimed") return claimAndBegin(birth, slot, slots);
      // The run is born: it listens, or, asked once more, has no use for the text.
      if (claim.kind === "held") looked.add(claim.by);
      else await pause(host, LOOK_AGAIN_MS);
    }
    throw inUse();
  };

  return { receive: (text) => inTurn(`${text.message.to} ${text.message.from}`, () => receive(text)) };
}

const inUse = (): CodedError =>
  new CodedError("contact_in_use", "Another run with this contact is just being started, and takes too long; try again.");
