import type { JsonObject } from "@cordboard/contract";
import { tryFlow } from "../api/flows.ts";
import { simAnswer, simCall, simCallWithTranscript, simDigits, simHangup, simReject, simSpeech, simText } from "../api/sim.ts";
import { sayError } from "../app/say-error.ts";
import { createKeySender } from "./key-sender.ts";
import { TO_DRAFT, usePhone } from "./phone-store.ts";
import { hush } from "./speaker.ts";
import { playKey } from "./tones.ts";

async function attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    sayError(error, what);
    return false;
  }
}

/** Calls a number of the account, or the draft on the board. */
export function dial(to: string): Promise<boolean> {
  const { from, draft, own } = usePhone.getState();
  return attempt("The call didn’t go out", async () => {
    if (to !== TO_DRAFT) {
      const { callUuid } = await simCall(from, to);
      own(callUuid);
      return watchCall(callUuid);
    }
    if (!draft) return;
    await draft.beforeTry();
    const { callUuid, runId } = await tryFlow(draft.flowId, { as: "call", source: "draft", from });
    if (callUuid === undefined) return;
    own(callUuid, { runId, title: draft.flowName });
    await watchCall(callUuid);
  });
}

/** The feed may have told of a call before we knew that it is ours: the line first, then all it has heard so far. */
export async function watchCall(callUuid: string): Promise<void> {
  usePhone.getState().hearCall(await simCallWithTranscript(callUuid));
  const { transcript } = await simCallWithTranscript(callUuid);
  usePhone.getState().hearEntries(callUuid, transcript);
}

/** What is pressed while a request is under way goes out with the next one: keys never change places. */
const keys = createKeySender((callUuid, digits) => attempt(`“${digits}” didn’t get through`, () => simDigits(callUuid, digits)));

export function press(callUuid: string, key: string): void {
  playKey(key);
  hush();
  keys(callUuid, key);
}

export function say(callUuid: string, text: string): Promise<boolean> {
  hush();
  return attempt("That wasn’t heard", () => simSpeech(callUuid, text));
}

export const hangUp = (callUuid: string) => attempt("The call couldn’t be hung up", () => simHangup(callUuid));
export const reject = (callUuid: string) => attempt("The call couldn’t be rejected", () => simReject(callUuid));

export function answer(callUuid: string): Promise<boolean> {
  usePhone.getState().own(callUuid);
  return attempt("The call couldn’t be answered", async () => {
    await simAnswer(callUuid);
    await watchCall(callUuid);
  });
}

/** Sends a text to whoever is chosen. */
export function sendText(text: string): Promise<boolean> {
  const { from, to, draft } = usePhone.getState();
  return attempt("The text wasn’t sent", async () => {
    if (to !== TO_DRAFT) return simText(from, to, text);
    if (!draft) return;
    await draft.beforeTry();
    const { runId } = await tryFlow(draft.flowId, { as: "message", source: "draft", from, text });
    usePhone.setState({ triedRunId: runId });
  });
}

/** Starts a run of the draft by API request; answers its id, null when it was refused. */
export async function requestRun(params: JsonObject): Promise<string | null> {
  const { draft } = usePhone.getState();
  await attempt("The run didn’t start", async () => {
    if (!draft) return;
    usePhone.setState({ triedRunId: null });
    await draft.beforeTry();
    const { runId } = await tryFlow(draft.flowId, { as: "api", source: "draft", params });
    usePhone.setState({ triedRunId: runId });
  });
  return usePhone.getState().triedRunId;
}
