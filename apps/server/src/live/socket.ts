import { type ClientMessage, LIVE_LIMITS, type ServerMessage, clientMessage } from "@cordboard/api";
import { type RawData, WebSocket } from "ws";
import type { Hub } from "./hub.ts";

/** One page's feed: its topics, and an end when it doesn't read. */
export function serveSocket(ws: WebSocket, hub: Hub): void {
  const topics = new Map<string, () => void>();
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
    const leave = await hub.follow(topic, send);
    if (!leave) {
      topics.delete(topic);
      return refuse("run_not_found", `There is no run for ${topic}.`);
    }
    if (topics.has(topic) && ws.readyState === WebSocket.OPEN) topics.set(topic, leave);
    else leave();
  };
  const obey = async (message: ClientMessage): Promise<void> => {
    if (message.type === "subscribe") return subscribe(message.topic);
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
    for (const leave of topics.values()) leave();
    topics.clear();
  });
}

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString("utf8");

function parse(text: string): ClientMessage | null {
  try {
    return clientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
