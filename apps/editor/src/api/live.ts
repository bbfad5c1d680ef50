import type { ServerMessage } from "@cordboard/api";
import { useEffect, useEffectEvent } from "react";
import { LiveFeed, type SocketLike } from "./live-feed.ts";

export type LiveTopic = "runs" | `run:${string}` | `flow:${string}`;

function topicsOf(message: ServerMessage): string[] | null {
  if (message.type === "subscribed" || message.type === "unsubscribed") return [message.topic];
  if (message.type === "error") return null;
  if (message.type === "draft" || message.type === "presence") return [`flow:${message.flowId}`];
  const own = [`run:${message.runId}`, `flow:${message.flowId}`];
  return message.type === "run" ? [...own, "runs"] : own;
}

/** A browser socket to `path` on the page's own server. */
export function openSocket(path: string): SocketLike {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  const adapter: SocketLike = {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    onopen: null,
    onclose: null,
    onmessage: null,
  };
  socket.onopen = () => adapter.onopen?.();
  socket.onclose = () => adapter.onclose?.();
  socket.onmessage = (event) => adapter.onmessage?.({ data: event.data });
  return adapter;
}

export function delayInBrowser(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

export const liveFeed = new LiveFeed<ServerMessage>({
  connect: () => openSocket("/api/live"),
  delay: delayInBrowser,
  topicsOf,
  frame: (type, topic) => JSON.stringify({ type, topic }),
});

/** Hears a topic while mounted. `resumed`: the feed was away and is back, refetch. Null listens to nothing. */
export function useLive(topic: LiveTopic | null, onMessage: (message: ServerMessage) => void, onResumed: () => void): void {
  const message = useEffectEvent(onMessage);
  const resumed = useEffectEvent(onResumed);
  useEffect(() => {
    if (topic) return liveFeed.subscribe(topic, { message, resumed });
  }, [topic]);
}
