import type { Logger } from "pino";
import pg from "pg";
import type { Sql } from "../sql.ts";
import { clientConfig } from "./pool.ts";

/**
 * What replicas tell each other, over one direct connection of each that does nothing but listen:
 *
 *   connecting ─► listening ─► (broken, or silent to a probe) ─► waiting ─► connecting
 *                    │                                              what was told meanwhile is lost: `onGap` when back
 *                    └─► handlers, with the text that was sent
 *
 * A hint and no more: whoever listens must also look by itself now and then. Through a transaction pooler nothing arrives.
 */
export interface Notifications {
  /** Texts of a channel, our own too. `channel`: letters, digits and `_`. Returns the way out. */
  listen: (channel: string, handler: (text: string) => void) => () => void;
  /** Told each time the connection is there again: read what may have been missed. */
  onGap: (handler: () => void) => () => void;
  /** Sends once, outside of any transaction; at most 7,999 bytes. Rejects when the database does not answer. */
  notify: (channel: string, text: string) => Promise<void>;
  /** Answers whether what is sent arrives. */
  works: () => Promise<boolean>;
  close: () => Promise<void>;
}

const PROBE_MS = 5_000;
const ARRIVES_WITHIN_MS = 1_500;
const LONGEST_PAUSE_MS = 2_000;

export function createNotifications(url: string, sql: Sql, log: Logger): Notifications {
  const channels = new Map<string, Set<(text: string) => void>>();
  const gaps = new Set<() => void>();
  let client: pg.Client | null = null;
  let failures = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const listenTo = (on: pg.Client, channel: string) => on.query(`LISTEN ${pg.escapeIdentifier(channel)}`);

  const connect = async (): Promise<void> => {
    const made = new pg.Client(clientConfig(url));
    let over = false;
    const lost = (reason: string): void => {
      if (over) return;
      over = true;
      if (client === made) client = null;
      made.end().catch(() => undefined);
      if (closed) return;
      if (failures++ === 0) log.warn({ code: "database_connection_lost", reason }, "the connection that listens to other replicas broke");
      timer = setTimeout(() => void connect(), Math.min(LONGEST_PAUSE_MS, 50 * 2 ** failures));
      timer.unref();
    };
    made.on("error", (error) => lost(error.message)).on("end", () => lost("it was ended"));
    made.on("notification", ({ channel, payload = "" }) => {
      for (const handler of channels.get(channel) ?? []) handler(payload);
    });
    try {
      await made.connect();
      for (const channel of channels.keys()) await listenTo(made, channel);
    } catch (error) {
      return lost(error instanceof Error ? error.message : String(error));
    }
    if (closed || over) return lost("it is not wanted any more");
    client = made;
    failures = 0;
    for (const told of gaps) told();
    probe(made, lost);
  };

  /** A cut cable makes no sound: a connection that does not answer a question is given up. */
  const probe = (on: pg.Client, lost: (reason: string) => void): void => {
    timer = setTimeout(() => {
      on.query("SELECT 1").then(
        () => client === on && probe(on, lost),
        (error: unknown) => lost(error instanceof Error ? error.message : String(error)),
      );
    }, PROBE_MS);
    timer.unref();
  };
  const first = connect();

  const notifications: Notifications = {
    listen: (channel, handler) => {
      const handlers = channels.get(channel) ?? new Set();
      channels.set(channel, handlers.add(handler));
      // While it is still connecting, the channel is among those it will listen to. A failure here is a broken connection.
      if (handlers.size === 1 && client) listenTo(client, channel).catch(() => undefined);
      return () => void handlers.delete(handler);
    },
    onGap: (handler) => {
      gaps.add(handler);
      return () => void gaps.delete(handler);
    },
    notify: async (channel, text) => void (await sql.get("SELECT pg_notify(?, ?)", [channel, text])),
    works: async () => {
      await first;
      return arrives(notifications);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await first;
      await client?.end().catch(() => undefined);
      client = null;
    },
  };
  return notifications;
}

async function arrives({ listen, notify }: Notifications): Promise<boolean> {
  const text = `${process.pid}-${Math.random()}`;
  let timer: NodeJS.Timeout | undefined;
  let leave: (() => void) | undefined;
  const heard = new Promise<boolean>((done) => {
    leave = listen("cordboard_echo", (got) => got === text && done(true));
    timer = setTimeout(() => done(false), ARRIVES_WITHIN_MS);
  });
  try {
    // The first may come before the LISTEN does.
    for (let i = 0; i < 3; i++) {
      await notify("cordboard_echo", text);
      if (await Promise.race([heard, new Promise<false>((done) => setTimeout(() => done(false), 100))])) return true;
    }
    return await heard;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    leave?.();
  }
}
