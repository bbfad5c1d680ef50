import { tryFlow } from "../api/flows.ts";
import { simAnswer, simCall, simDigits, simHangup, simReject, simSpeech, simText } from "../api/sim.ts";
import { sayError } from "../app/say-error.ts";
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
    if (to !== TO_DRAFT) return own((await simCall(from, to)).callUuid);
    if (!draft) return;
    await draft.beforeTry();
    const tried = await tryFlow(draft.flowId, { as: "call", source: "draft", from });
    if (tried.callUuid) own(tried.callUuid, { runId: tried.runId, title: draft.flowName });
  });
}

export function press(callUuid: string, key: string): void {
  playKey(key);
  hush();
  void attempt(`“${key}” didn’t get through`, () => simDigits(callUuid, key));
}

export function say(callUuid: string, text: string): Promise<boolean> {
  hush();
  return attempt("That wasn’t heard", () => simSpeech(callUuid, text));
}

export const hangUp = (callUuid: string) => attempt("The call couldn’t be hung up", () => simHangup(callUuid));
export const reject = (callUuid: string) => attempt("The call couldn’t be rejected", () => simReject(callUuid));

export function answer(callUuid: string): Promise<boolean> {
  usePhone.getState().own(callUuid);
  return attempt("The call couldn’t be answered", () => simAnswer(callUuid));
}

/** Sends a text to whoever is chosen. */
export function sendText(text: string): Promise<boolean> {
  const { from, to, draft } = usePhone.getState();
  return attempt("The text wasn’t sent", async () => {
    if (to !== TO_DRAFT) return simText(from, to, text);
    if (!draft) return;
    await draft.beforeTry();
    await tryFlow(draft.flowId, { as: "message", source: "draft", from, text });
  });
}
