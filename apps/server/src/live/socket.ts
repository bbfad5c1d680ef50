import { type ClientMessage, LIVE_LIMITS, type ServerMessage, clientMessage } from "@cordboard/api";
import { type RawData, WebSocket } from "ws";
import { type Actor, mayDo } from "../auth/actor.ts";
import type { Hub } from "./hub.ts";
import type { Presence } from "./presence.ts";

export interface SocketParts {
  hub: Hub;
  presence: Presence;
  isFlow: (flowId: string) => Promise<boolean>;
  /** Who has opened it. */
  actor: Actor;
}

/** One page's feed: its topics, the board that it has open of each, and an end when it doesn't read. */
export function serveSocket(ws: WebSocket, { hub, presence, isFlow, actor }: SocketParts): void {
  const topics = new Map<string, () => void>();
  /** By topic, the name of the window that is present there. */
  const windows = new Map<string, string>();
  const send = (message: ServerMessage): void => {
    if (ws.readyState !== WebSocket.OPEN) return;
    if (ws.bufferedAmount > LIVE_LIMITS.bufferedBytes) return ws.close(1013, "too slow");
    ws.send(JSON.stringify(message));
  };
  const refuse = (code: string, message: string): void => send({ type: "error", code, message });

  const subscribe = async (topic: string): Promise<void> => {
    if (topics.has(topic)) return send({ type: "subscribed", topic, seq: null });
    if (topics.size >= LIVE_LIMITS.topics) return refuse("too_many_topics", `A socket follows at most ${LIVE_LIMITS.topics} topics.`);
    topics.set(topic, () => undefined);
    const unfollow = await hub.follow(topic, send);
    if (!unfollow) {
      topics.delete(topic);
      return refuse("run_not_found", `There is no run for ${topic}.`);
    }
    if (topics.has(topic) && ws.readyState === WebSocket.OPEN) topics.set(topic, unfollow);
    else unfollow();
  };
  const leave = (topic: string): void => {
    const window = windows.get(topic);
    windows.delete(topic);
    if (window !== undefined) presence.gone(flowOf(topic), window, ws);
  };
  const present = async ({ topic, window, pen }: Extract<ClientMessage, { type: "present" }>): Promise<void> => {
    const known = windows.get(topic);
    const found = known !== undefined || (await isFlow(flowOf(topic)));
    if (!found) return refuse("flow_not_found", `There is no flow for ${topic}.`);
    if (!topics.has(topic)) return refuse("not_subscribed", `Subscribe to ${topic} first.`);
    if (known !== undefined && known !== window) leave(topic);
    windows.set(topic, window);
    const wish = mayDo(actor, "edit") ? pen : "none";
    presence.here(flowOf(topic), { window, person: actor.id, name: actor.name }, wish, ws);
  };
  const obey = async (message: ClientMessage): Promise<void> => {
    if (message.type === "subscribe") return subscribe(message.topic);
    if (message.type === "present") return present(message);
    leave(message.topic);
    topics.get(message.topic)?.();
    topics.delete(message.topic);
    send({ type: "unsubscribed", topic: message.topic });
  };

  ws.on("message", (data, binary) => {
    const message = binary ? null : parse(textOf(data));
    if (!message) return refuse("bad_message", 'Send {"type":"subscribe","topic":"run:<id>" | "flow:<id>" | "runs"}.');
    obey(message).catch(() => ws.close(1011, "failed"));
  });
  ws.on("close", () => {
    for (const topic of windows.keys()) leave(topic);
    for (const unfollow of topics.values()) unfollow();
    topics.clear();
  });
}

const flowOf = (topic: string): string => topic.slice(topic.indexOf(":") + 1);

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString("utf8");

function parse(text: string): ClientMessage | null {
  try {
    return clientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
