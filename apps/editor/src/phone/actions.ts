import type { JsonObject } from "@cordboard/contract";
import { tryFlow, type TryFlow } from "../api/flows.ts";
import { simAnswer, simCall, simCallWithTranscript, simDigits, simHangup, simReject, simSpeech, simText } from "../api/sim.ts";
import { sayError } from "../app/say-error.ts";
import { createKeySender } from "./key-sender.ts";
import { withoutEnded } from "./lines.ts";
import { openPhone, TO_DRAFT, usePhone } from "./phone-store.ts";
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
  const { from, own } = usePhone.getState();
  return attempt("The call didn’t go out", async () => {
    if (to !== TO_DRAFT) {
      const { callUuid } = await simCall(from, to);
      own(callUuid);
      return watchCall(callUuid);
    }
    await tryDraft({ as: "call", from });
  });
}

/** What a test of the draft begins with. */
export type TryWish = Omit<TryFlow, "source">;

/** Starts a test run of the draft on the board. A call comes onto the handset; the run of a text or a request is followed. */
async function tryDraft(wish: TryWish, title?: string): Promise<void> {
  const { draft, own } = usePhone.getState();
  if (!draft) return;
  if (wish.as !== "call") usePhone.setState(({ lines }) => ({ triedRunId: null, lines: withoutEnded(lines), chosen: null }));
  await draft.beforeTry();
  const { callUuid, runId } = await tryFlow(draft.flowId, { ...wish, source: "draft" });
  if (callUuid === undefined) return usePhone.setState({ triedRunId: runId });
  own(callUuid, { runId, title: title ?? draft.flowName });
  await watchCall(callUuid);
}

const TABS = { call: "phone", message: "messages", api: "request" } as const;

/** Starts a test anywhere in the draft, and opens the phone where it can be followed. `title`: what the call is named. */
export async function tryFrom(wish: TryWish, title: string): Promise<boolean> {
  const started = await attempt("The test didn’t start", () => tryDraft(wish, title));
  if (started) openPhone({ tab: TABS[wish.as] });
  return started;
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
  const { from, to } = usePhone.getState();
  return attempt("The text wasn’t sent", () => (to === TO_DRAFT ? tryDraft({ as: "message", from, text }) : simText(from, to, text)));
}

/** Starts a run of the draft by API request. */
export const requestRun = (params: JsonObject): Promise<boolean> => attempt("The run didn’t start", () => tryDraft({ as: "api", params }));
