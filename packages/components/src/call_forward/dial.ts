import type { StepContext, Wait } from "@cordboard/contract";
import type { NumberVerb, UserVerb, Verb } from "@cordboard/plivo";
import { isSip } from "../shared/addresses.ts";
import { type CallLimit, callLimit } from "../shared/call-limit.ts";
import { SPARE_SECONDS } from "../shared/deadline.ts";
import { sipHeadersText, usableDigits, usableMatch } from "../shared/dialling.ts";
import { callable } from "../shared/parties.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { fileAttributes } from "../shared/recording.ts";
import { isTruthy } from "../shared/values.ts";
import { NAME_CHARACTERS } from "./check.ts";
import type { CallForwardConfig } from "./manifest.ts";

type Documents = NonNullable<Wait["documents"]>;

/** The word for the tone that the other side sends, instead of music. */
const REAL_TONE = "real";

/** One Dial, the documents it fetches while it rings, and how long it may take. */
export function dial(
  config: CallForwardConfig,
  ringing: readonly string[],
  ctx: StepContext,
): { verbs: Verb[]; documents: Documents; deadlineSeconds: number; limit: CallLimit } {
  const { confirm, ringSeconds } = config;
  const limit = callLimit(config, ringing, ctx);
  const documents: Documents = {};
  if (confirm) documents["confirm"] = promptVerbs(confirm.prompt, ctx);
  const music = config.dialMusic.trim();
  if (music && music !== REAL_TONE) documents["music"] = [{ element: "Play", attributes: { loop: 0 }, body: ctx.urls.media(music) }];
  const callerId = callerIdOf(config, ctx);
  const callerName = config.callerName.trim().slice(0, NAME_CHARACTERS);
  const [digitsMatch, digitsMatchBLeg, sipHeaders] = [
    usableMatch(config.digitsMatch),
    usableMatch(config.digitsMatchBLeg),
    sipHeadersText(config.sipHeaders),
  ];
  const sendDigits = usableDigits(config.sendDigits);
  const verb: Verb = {
    element: "Dial",
    attributes: {
      action: ctx.urls.action,
      callbackUrl: ctx.urls.callback,
      timeout: ringSeconds,
      timeLimit: limit.seconds,
      ...(callerId && { callerId }),
      ...(callerName && { callerName }),
      ...(config.hangUpOnStar && { hangupOnStar: true }),
      ...(confirm && { confirmSound: ctx.urls.document("confirm"), confirmKey: confirm.key, confirmTimeout: confirm.timeoutSeconds }),
      ...(music && { dialMusic: music === REAL_TONE ? REAL_TONE : ctx.urls.document("music") }),
      ...(digitsMatch && { digitsMatch }),
      ...(digitsMatchBLeg && { digitsMatchBLeg }),
      ...(sipHeaders && { sipHeaders }),
    },
    children: ringing.map((address) => party(address, sendDigits)),
  };
  return {
    verbs: isTruthy(config.record) ? [recorder(config, limit, ctx), verb] : [verb],
    documents,
    // No cap: they may talk for as long as a call lasts, and the ringing comes on top.
    deadlineSeconds: ringSeconds + (confirm?.timeoutSeconds ?? 0) + limit.seconds + SPARE_SECONDS,
    limit,
  };
}

/** Null leaves it to the carrier, which shows the caller's own number; saying that number ourselves could be refused. */
function callerIdOf({ from }: CallForwardConfig, { leg }: StepContext): string | null {
  const id = callable(from);
  return leg?.role === "inbound" && id === leg.from ? null : id;
}

/** The number the other side sees. */
export const shownNumber = (config: CallForwardConfig, ctx: StepContext): string => callerIdOf(config, ctx) ?? ctx.leg?.from ?? "";

function party(body: string, sendDigits: string): NumberVerb | UserVerb {
  const attributes = sendDigits ? { attributes: { sendDigits } } : {};
  return isSip(body) ? { element: "User", ...attributes, body } : { element: "Number", ...attributes, body };
}

/** Begins when somebody answers, and ends with the call; the Dial behind it starts at once. */
const recorder = ({ recordFormat, recordChannels }: CallForwardConfig, { seconds }: CallLimit, ctx: StepContext): Verb => ({
  element: "Record",
  attributes: {
    startOnDialAnswer: true,
    redirect: false,
    maxLength: Math.max(2, seconds),
    callbackUrl: ctx.urls.callback,
    ...fileAttributes(recordFormat, recordChannels),
  },
});
