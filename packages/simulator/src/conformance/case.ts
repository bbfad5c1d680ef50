import { type Answer, type Arrived, CALLER, OURS, type Stage } from "./stage.ts";

/** What somebody does: the first word says what, the others with what. */
export type Step =
  | ["wait", number]
  | ["press" | "say", string]
  | ["press" | "say", string, string]
  | ["hang up" | "answer" | "reject", string]
  | ["call", string]
  | ["text", Record<string, unknown>]
  | ["rest", string, string]
  | ["rest", string, string, Record<string, unknown>];

export interface Case {
  name: string;
  /** Rows of tables.json (rules) and of attributes.json (`Element@attribute`) that this case is for. */
  covers: string[];
  mode?: "strict" | "lenient";
  /** The verbs (or more) that the application answers, by path; `/answer` is the first. */
  at: Record<string, Answer | Answer[]>;
  /** Scripts of outside phones by number. */
  phones?: Record<string, unknown>;
  /** Fields of Make Call: the call is made by REST. Without it CALLER calls. `null`: nobody calls. */
  outbound?: Record<string, unknown> | null;
  steps: Step[];
}

/** What is compared: each leg's transcript with times, and the webhooks, with what differs from run to run made alike. */
export interface Outcome {
  legs: Record<string, string[]>;
  webhooks: string[];
  answers: string[];
}

interface CallView {
  callUuid: string;
  from: string;
  to: string;
  direction: string;
  parentCallUuid: string | null;
  transcript: {
    at: string;
    element: string;
    attrs: Record<string, string>;
    text?: string;
    request?: { kind: string; params: Record<string, string> };
  }[];
}

/** Plays a case and answers what happened. `saw` is told each webhook, with its kind as the simulator's transcript has it. */
export async function play(stage: Stage, one: Case, saw: (kind: string, params: Record<string, string>) => void): Promise<Outcome> {
  await stage.reset();
  stage.answers = structuredClone(one.at);
  for (const [number, script] of Object.entries(one.phones ?? {})) await stage.sim("numbers", { number, kind: "phone", script });
  const answers: string[] = [];
  const names = new Map([["app_id", stage.appId]]);
  if (one.outbound) {
    const urls = { answer_url: "{app}/answer", hangup_url: "{app}/hangup", ring_url: "{app}/ring" };
    const made = await stage.rest("POST", "Call/", { from: OURS, ...urls, ...one.outbound });
    answers.push(`${made.status} ${String(made.body["message"] ?? made.body["error"])}`);
  } else if (one.outbound === undefined) await stage.sim("calls", { from: CALLER, to: OURS });
  await stage.wait(0);
  for (const step of one.steps) await take(stage, step, names, answers);
  await stage.wait(0);
  const { calls } = await stage.sim<{ calls: { callUuid: string }[] }>("calls");
  const legs: Record<string, string[]> = {};
  for (const { callUuid } of calls) {
    const view = await stage.sim<CallView>(`calls/${callUuid}`);
    legs[legName(view, legs)] = lines(stage, view);
    for (const entry of view.transcript) told(entry, saw);
  }
  for (const { params } of stage.arrived) if (params["MessageUUID"]) saw(params["Status"] ? "delivery report" : "message", params);
  return { legs, webhooks: stage.arrived.map((webhook) => line(stage, webhook)), answers };
}

async function take(stage: Stage, step: Step, names: Map<string, string>, answers: string[]): Promise<void> {
  const [what, first] = step;
  switch (what) {
    case "wait":
      return stage.wait(Number(first));
    case "call":
      await stage.sim("calls", { from: first, to: OURS });
      return stage.wait(0);
    case "text":
      await stage.sim("messages", step[1]);
      return stage.wait(1);
    case "press":
      return act(stage, step[2] ?? CALLER, "digits", { digits: first });
    case "say":
      return act(stage, step[2] ?? CALLER, "speech", { text: first });
    case "hang up":
      return act(stage, String(first), "hangup", {});
    case "answer":
    case "reject":
      return act(stage, String(first), what, {});
    case "rest": {
      const [, method, path, body] = step;
      const answer = await stage.rest(
        method,
        await filled(stage, path, names),
        body && JSON.parse(await filled(stage, JSON.stringify(body), names)),
      );
      for (const [key, value] of Object.entries(answer.body)) if (typeof value === "string") names.set(key, value);
      const members = membersIn(answer.body["objects"]);
      if (members[0] !== undefined) names.set("first_member", members[0]).set("last_member", members.at(-1) ?? "");
      const [uuid] = Array.isArray(answer.body["message_uuid"]) ? answer.body["message_uuid"] : [];
      if (typeof uuid === "string") names.set("message_uuid", uuid);
      answers.push(tidy(stage, `${answer.status} ${JSON.stringify(answer.body)}`));
      return stage.wait(0);
    }
  }
}

function membersIn(objects: unknown): string[] {
  const list: unknown[] = Array.isArray(objects) ? objects : [];
  return list.flatMap((one) => {
    const id = typeof one === "object" && one !== null && "member_id" in one ? one.member_id : undefined;
    return typeof id === "string" ? [id] : [];
  });
}

/** `{+14155550100}` is the uuid of that phone's newest leg, `{recording_id}` a field of an earlier answer. */
async function filled(stage: Stage, text: string, names: Map<string, string>): Promise<string> {
  const parts = await Promise.all(
    text.split(/(\{[^{}"]+\})/).map(async (part) => {
      const name = /^\{([^{}"]+)\}$/.exec(part)?.[1];
      if (name === undefined || name === "app" || name === "socket") return part;
      return name.startsWith("+") ? legOf(stage, name) : (names.get(name) ?? part);
    }),
  );
  return parts.join("");
}

async function legOf(stage: Stage, number: string): Promise<string> {
  const { calls } = await stage.sim<{ calls: CallView[] }>(`calls?number=${encodeURIComponent(number)}`);
  const own = calls.filter((call) => (call.direction === "inbound" ? call.from : call.to) === number).at(-1);
  if (!own) throw new Error(`no leg of ${number}`);
  return own.callUuid;
}

async function act(stage: Stage, number: string, what: string, body: unknown): Promise<void> {
  await stage.sim(`calls/${await legOf(stage, number)}/${what}`, body);
  await stage.wait(0);
}

function legName({ direction, from, to }: CallView, taken: Record<string, unknown>): string {
  const name = direction === "inbound" ? from : to;
  return name in taken ? `${name} (${Object.keys(taken).length})` : name;
}

function lines(stage: Stage, { transcript }: CallView): string[] {
  const began = Date.parse(transcript[0]?.at ?? "");
  return transcript
    .filter((entry) => entry.request === undefined)
    .map((entry) => {
      const attrs = Object.entries(entry.attrs).map(([name, value]) => `${name}=${value}`);
      const seconds = ((Date.parse(entry.at) - began) / 1_000).toFixed(1);
      return tidy(stage, [seconds, entry.element, ...(entry.text === undefined ? [] : [JSON.stringify(entry.text)]), ...attrs].join(" "));
    });
}

/** Parameters that every request of a call has are checked as a table, not in each case. */
const COMMON =
  /^(?:CallUUID|From|To|Direction|RequestUUID|ALegUUID|ALegRequestUUID|CallerName|SessionStart|BillRate|ParentAuthID|STIR.*|StartTime|AnswerTime|EndTime|TotalCost|BillDuration|HangupCause|HangupCauseName|SIP-H-To|MCC|MNC|TotalRate|TotalAmount|requester_ip|ParentMessageUUID|PartInfo)$/;

function line(stage: Stage, { method, path, params }: Arrived): string {
  const shown = Object.entries(params).filter(([name]) => !COMMON.test(name));
  return tidy(stage, [method, path, ...shown.map(([name, value]) => `${name}=${value}`)].join(" "));
}

/** Takes out what no two runs have in common. */
function tidy(stage: Stage, text: string): string {
  return text
    .replaceAll(stage.app, "{app}")
    .replaceAll(stage.fill("{socket}"), "{socket}")
    .replaceAll(stage.simulator.url, "{simulator}")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?/g, "<time>")
    .replace(/((?:StartMs|EndMs)=)\d{9,}/g, "$1<ms>")
    .replace(/("(?:recording_(?:start|end)_ms)":")\d+/g, "$1<ms>")
    .replace(/(ember_?I[dD]s?"?[=:]\[?"?)\d+/g, "$1<n>")
    .replace(/("app_id":")\d+/g, "$1<n>")
    .replace(/Application\/\d+/g, "Application/<n>")
    .replace(/sip:\d{17}@/g, "sip:<n>@")
    .replace(/"added_on":"[\d-]+"/g, '"added_on":"<day>"');
}

/** Names a webhook as tables.json does: an action by its element, an answer by the direction of the call. */
function told({ element, request }: CallView["transcript"][number], saw: (kind: string, params: Record<string, string>) => void): void {
  if (!request) return;
  const { kind, params } = request;
  saw(kind === "action" ? `${element} action` : kind === "answer" ? `answer ${params["Direction"]}` : kind, params);
}
