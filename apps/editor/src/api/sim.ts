import type { JsonObject } from "@cordboard/contract";
import { ApiError, watchedFetch } from "./client.ts";
import { delayInBrowser, openSocket } from "./live.ts";
import { LiveFeed } from "./live-feed.ts";

/** A leg as the simulator shows it: one call with one outside phone at its end. Times are ISO-8601 UTC. */
export interface SimCall {
  callUuid: string;
  parentCallUuid: string | null;
  /** `inbound`: the outside phone calls (`from`); `outbound`: it is called (`to`). */
  direction: "inbound" | "outbound";
  from: string;
  to: string;
  state: "queued" | "ringing" | "in-progress" | "ended";
  status: string;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  hangup: { code: number; name: string; source: string } | null;
}

/** One line of what happened on a leg. The same `seq` again: the entry has changed (its request was answered). */
export interface SimEntry {
  seq: number;
  at: string;
  /** An XML element, a request of the platform (`Answer`…), or what the person did (`Pressed`, `Said`…). */
  element: string;
  attrs: Record<string, string>;
  text?: string;
  request?: { kind: string; method: string; url: string; status: number | null; error?: string };
}

export interface SimMessage {
  messageUuid: string;
  direction: "inbound" | "outbound";
  from: string;
  to: string;
  text: string;
  media: string[];
  state: string;
  at: string;
}

export type SimEvent =
  | { type: "call"; call: SimCall }
  | { type: "transcript"; callUuid: string; entry: SimEntry }
  | { type: "message"; message: SimMessage }
  | { type: "reset" };

async function sim<Answer>(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
  const init: RequestInit = {
    method,
    headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await watchedFetch(`/api/sim${path}`, init).catch(() => {
    throw new ApiError(0, "offline", "Cordboard can’t be reached. Check that it is running.");
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, "simulator", refusal(text, response.status));
  return trustAnswer<Answer>(text === "" ? null : JSON.parse(text));
}

/** The simulator's own words, or those of the server in front of it. */
function refusal(text: string, status: number): string {
  try {
    const body: { error?: { message?: string } } = JSON.parse(text);
    if (body.error?.message) return body.error.message;
  } catch {
    // Not JSON: the status is all there is.
  }
  return `The simulator refused (${status}). The call may be over already.`;
}

/** The simulator's types are written above by hand: it is no dependency of the editor. */
function trustAnswer<Answer>(value: unknown): Answer {
  return value as Answer;
}

const at = (uuid: string, action: string) => `/calls/${encodeURIComponent(uuid)}${action}`;

export const simCall = (from: string, to: string) => sim<{ callUuid: string }>("POST", "/calls", { from, to });
export const simCalls = () => sim<{ calls: SimCall[] }>("GET", "/calls").then(({ calls }) => calls);
export const simCallWithTranscript = (uuid: string) => sim<SimCall & { transcript: SimEntry[] }>("GET", at(uuid, ""));
export const simDigits = (uuid: string, digits: string) => sim("POST", at(uuid, "/digits"), { digits });
export const simSpeech = (uuid: string, text: string) => sim("POST", at(uuid, "/speech"), { text });
export const simHangup = (uuid: string) => sim("POST", at(uuid, "/hangup"));
export const simAnswer = (uuid: string) => sim("POST", at(uuid, "/answer"));
export const simReject = (uuid: string) => sim("POST", at(uuid, "/reject"));
/** Outside phones the simulator was told of; those with a script act by it. */
export interface SimPhone {
  number: string;
  script: JsonObject | null;
}
export const simPhones = () =>
  sim<{ numbers: (SimPhone & { kind: "rented" | "phone" })[] }>("GET", "/numbers").then(({ numbers }) =>
    numbers.filter(({ kind }) => kind === "phone"),
  );
export const simText = (from: string, to: string, text: string) => sim("POST", "/messages", { from, to, text });
export const simMessages = () => sim<{ messages: SimMessage[] }>("GET", "/messages").then(({ messages }) => messages);

/** The simulator's own feed, mirrored by the server: one topic, no frames to send. */
export const simFeed = new LiveFeed<SimEvent>({
  connect: () => openSocket("/api/sim/live"),
  delay: delayInBrowser,
  topicsOf: () => null,
  frame: null,
});
