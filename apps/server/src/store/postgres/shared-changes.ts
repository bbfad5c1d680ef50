import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { z } from "zod";
import { type Changes, createChanges } from "../changes.ts";
import type { Notifications } from "./notifications.ts";

const CHANNEL = "cordboard_catalog";
const sent = z.object({
  from: z.string(),
  change: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("numbers") }),
    z.object({ kind: z.literal("carrier") }),
    z.object({ kind: z.literal("flow"), flowId: z.string() }),
    z.object({ kind: z.literal("draft"), flowId: z.string(), revision: z.number(), by: z.string() }),
    z.object({
      kind: z.literal("presence"),
      flowId: z.string(),
      replica: z.string(),
      windows: z.array(z.object({ window: z.string(), person: z.string(), name: z.string(), since: z.number(), turn: z.number() })),
    }),
  ]),
});

/** Catalog changes that reach all replicas. One that is lost is healed by whoever listens: kept answers are soon asked again. */
export function createSharedChanges(notifications: Notifications, log: Logger): Changes {
  const from = randomUUID();
  const changes = createChanges((change) => {
    notifications
      .notify(CHANNEL, JSON.stringify({ from, change }))
      .catch((error: unknown) => log.debug({ err: error }, "other replicas were not told of a change"));
  });
  notifications.listen(CHANNEL, (text) => {
    const { success, data } = sent.safeParse(parse(text));
    // A newer replica may tell what this one does not know.
    if (success && data.from !== from) changes.arrived(data.change);
  });
  notifications.onGap(changes.missed);
  return changes;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
