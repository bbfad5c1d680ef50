import { z } from "zod";
import { time } from "./schemas/common.ts";
import { journalEntry, run, step } from "./schemas/runs.ts";

/** The WebSocket at /api/live. `seq` is per run and gapless: on a gap read `/api/runs/:id/journal?after=`. */
export const topic = z.string().regex(/^(runs|run:[0-9a-f-]{36}|flow:[0-9a-f-]{36})$/, "runs, run:<id> or flow:<id>");

export const clientMessage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("subscribe"), topic }),
  z.strictObject({ type: z.literal("unsubscribe"), topic }),
  /**
   * An open board, on a flow's topic that this socket follows, and whether it wants the pen: `first` takes it when nobody has
   * it and keeps it, `take` takes it from whoever has it, `none` gives it back. Unsubscribing and closing the socket end it.
   */
  z.strictObject({
    type: z.literal("present"),
    topic: topic.refine((text) => text.startsWith("flow:"), "flow:<id>"),
    window: z.string().regex(/^[0-9A-Za-z-]{8,64}$/, "8 to 64 letters, digits or dashes"),
    pen: z.enum(["none", "first", "take"]),
  }),
]);
export type PenWish = Extract<z.output<typeof clientMessage>, { type: "present" }>["pen"];
export type ClientMessage = z.output<typeof clientMessage>;

const event = journalEntry.options[1].shape.event;
export const serverMessage = z.discriminatedUnion("type", [
  /** `seq`: the run's last journal seq when the subscription began (topic `run:<id>`), else null. */
  z.strictObject({ type: z.literal("subscribed"), topic: z.string(), seq: z.int().nullable() }),
  z.strictObject({ type: z.literal("unsubscribed"), topic: z.string() }),
  z.strictObject({ type: z.literal("step"), runId: z.string(), flowId: z.string(), seq: z.int(), at: time, step }),
  z.strictObject({ type: z.literal("event"), runId: z.string(), flowId: z.string(), seq: z.int(), at: time, event }),
  /** A run began or ended (a journal entry, with `seq`), or its legs and waits changed (no entry, no `seq`). */
  z.strictObject({ type: z.literal("run"), runId: z.string(), flowId: z.string(), seq: z.int().optional(), at: time, run }),
  z.strictObject({ type: z.literal("draft"), flowId: z.string(), revision: z.int(), by: z.string(), at: time }),
  /** Who has the flow open, and the window that draws; it keeps nobody from saving. */
  z.strictObject({
    type: z.literal("presence"),
    flowId: z.string(),
    people: z.array(z.strictObject({ window: z.string(), person: z.string(), name: z.string() })),
    pen: z.string().nullable(),
    at: time,
  }),
  z.strictObject({ type: z.literal("error"), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.output<typeof serverMessage>;

export const LIVE_LIMITS = {
  /** Topics one socket may follow: a board, its runs and a few run views. */
  topics: 50,
  messageBytes: 4 * 1024,
  /** Unsent bytes after which a socket that doesn't read is closed; its page reconnects and refetches. */
  bufferedBytes: 4 * 1024 * 1024,
  sockets: 500,
  /** Open boards of one flow that are told of. */
  presentShown: 50,
  /** A window that lost its network is gone after two of them. */
  pingSeconds: 10,
  /** A session or key that ended closes its sockets within it. */
  admissionSeconds: 30,
} as const;
