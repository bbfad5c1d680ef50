import { OURS, type Stage } from "./stage.ts";

/** Many callers at once, each answered by a document of its own: a table has hundreds of values to try. */
async function callAll(stage: Stage, documents: readonly string[]): Promise<string[]> {
  await stage.reset();
  for (const number of ["+14155550142", "sip:ann@example.com"])
    await stage.sim("numbers", { number, kind: "phone", script: { busy: true } });
  stage.answers = { "/quiet": "<Hangup/>" };
  const callers = documents.map((_, index) => `+1415556${String(index).padStart(4, "0")}`);
  const byCaller = new Map(callers.map((caller, index) => [caller.slice(1), documents[index] ?? ""]));
  stage.answerCaller = (from) => byCaller.get(from);
  const uuids: string[] = [];
  for (const from of callers) uuids.push((await stage.sim<{ callUuid: string }>("calls", { from, to: OURS })).callUuid);
  await stage.wait(0);
  return uuids;
}

interface Leg {
  callUuid: string;
  parentCallUuid: string | null;
  state: string;
  hangup: { code: number } | null;
}

const legs = async (stage: Stage): Promise<Leg[]> => (await stage.sim<{ calls: Leg[] }>("calls")).calls;

/** How each call ends at once: the hang-up cause, or `on` when it does not. */
export async function endsOf(stage: Stage, documents: readonly string[]): Promise<string[]> {
  const uuids = await callAll(stage, documents);
  const found = new Map((await legs(stage)).map((leg) => [leg.callUuid, leg]));
  return uuids.map((uuid) => String(found.get(uuid)?.hangup?.code ?? "on"));
}

/**
 * What each call does when the caller presses keys after two seconds and hangs up after another thirty: transcripts of
 * the call and of the legs that it makes, and its webhooks, without the attributes that the transcript repeats.
 */
export async function behaviours(stage: Stage, documents: readonly string[]): Promise<string[][]> {
  const own = documents.map((document, index) => document.replace(/>(room|help)</, `>$1${index}<`));
  const uuids = await callAll(stage, own);
  const eachLive = async (path: string, body: unknown): Promise<void> => {
    const live = new Set((await legs(stage)).filter((leg) => leg.state !== "ended").map((leg) => leg.callUuid));
    for (const uuid of uuids) if (live.has(uuid)) await stage.sim(`calls/${uuid}/${path}`, body);
  };
  await stage.wait(2);
  await eachLive("digits", { digits: "12#" });
  await stage.wait(30);
  await eachLive("hangup", {});
  await stage.wait(3);
  const all = await legs(stage);
  const told: string[][] = [];
  for (const uuid of uuids) {
    const family = all.filter((leg) => leg.callUuid === uuid || leg.parentCallUuid === uuid);
    const lines = await Promise.all(family.map((leg) => transcript(stage, leg.callUuid)));
    const webhooks = stage.arrived.filter((webhook) => webhook.params["CallUUID"] === uuid);
    told.push([...lines.flat(), ...webhooks.map(({ method, path, params }) => `${method} ${path} ${params["Digits"] ?? ""}`)]);
  }
  return told;
}

async function transcript(stage: Stage, uuid: string): Promise<string[]> {
  const view = await stage.sim<{
    transcript: { at: string; element: string; text?: string; request?: unknown; attrs: { code?: string } }[];
  }>(`calls/${uuid}`);
  return view.transcript
    .filter((entry) => entry.request === undefined)
    .map(({ at, element, text, attrs }) => [at, element, text?.replace(/^(room|help)\d+$/, "$1") ?? "", attrs.code ?? ""].join(" "));
}
