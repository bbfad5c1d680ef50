import type { StepContext, Wait } from "@cordboard/contract";
import type { NumberVerb, UserVerb, Verb } from "@cordboard/plivo";
import { isSip } from "../shared/addresses.ts";
import { carrierDeadline } from "../shared/deadline.ts";
import { callable } from "../shared/parties.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { isTruthy } from "../shared/values.ts";
import type { CallForwardConfig } from "./manifest.ts";

type Documents = NonNullable<Wait["documents"]>;

/** One Dial, the documents it fetches while it rings, and how long it may take. */
export function dial(
  config: CallForwardConfig,
  ringing: readonly string[],
  ctx: StepContext,
): { verbs: Verb[]; documents: Documents; deadlineSeconds: number } {
  const { confirm, ringSeconds, timeLimitSeconds } = config;
  const documents: Documents = {};
  if (confirm) documents["confirm"] = promptVerbs(confirm.prompt, ctx);
  const music = config.dialMusic.trim();
  if (music) documents["music"] = [{ element: "Play", attributes: { loop: 0 }, body: ctx.urls.media(music) }];
  const callerId = callable(config.from);
  const verb: Verb = {
    element: "Dial",
    attributes: {
      action: ctx.urls.action,
      callbackUrl: ctx.urls.callback,
      timeout: ringSeconds,
      timeLimit: timeLimitSeconds,
      ...(callerId && { callerId }),
      ...(config.callerName.trim() && { callerName: config.callerName.trim() }),
      ...(config.hangUpOnStar && { hangupOnStar: true }),
      ...(confirm && { confirmSound: ctx.urls.document("confirm"), confirmKey: confirm.key, confirmTimeout: confirm.timeoutSeconds }),
      ...(music && { dialMusic: ctx.urls.document("music") }),
    },
    children: ringing.map(party),
  };
  const verbs: Verb[] = isTruthy(config.record) ? [recorder(ctx, timeLimitSeconds), verb] : [verb];
  return { verbs, documents, deadlineSeconds: carrierDeadline([], ringSeconds + (confirm?.timeoutSeconds ?? 0) + timeLimitSeconds) };
}

const party = (address: string): NumberVerb | UserVerb =>
  isSip(address) ? { element: "User", body: address } : { element: "Number", body: address };

/** Runs in the background from the moment somebody answers; the Dial behind it starts at once. */
const recorder = (ctx: StepContext, maxLength: number): Verb => ({
  element: "Record",
  attributes: {
    recordSession: true,
    startOnDialAnswer: true,
    redirect: false,
    maxLength: Math.max(2, maxLength),
    callbackUrl: ctx.urls.callback,
  },
});
