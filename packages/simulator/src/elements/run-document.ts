import type { Verb } from "@cordboard/plivo";
import { endings } from "../calls/causes.ts";
import type { Leg } from "../calls/leg.ts";
import { answerLeg, endLeg } from "../calls/lifecycle.ts";
import type { VoiceDocument } from "../calls/posts.ts";
import { note } from "../calls/transcript.ts";
import type { World } from "../world.ts";
import { conference } from "./conference.ts";
import { dial } from "./dial.ts";
import { sendTones } from "./dtmf.ts";
import { getDigits } from "./get-digits.ts";
import { getInput } from "./get-input.ts";
import { hangup, redirect } from "./leave.ts";
import { message } from "./message.ts";
import { multiPartyCall } from "./multi-party-call.ts";
import { playOne } from "./prompts.ts";
import { record } from "./record.ts";
import { type Next, ON, type Stage } from "./stage.ts";
import { stream } from "./stream.ts";

/** Documents fetched within one millisecond of simulated time: a circle without any sound or wait in it. */
const MAX_DOCUMENTS_AT_ONCE = 100;

/** Runs documents until the call ends. Throws Interrupted when the leg ends or is transferred meanwhile. */
export async function runDocument(world: World, leg: Leg, first: VoiceDocument, signal: AbortSignal): Promise<void> {
  const stage = { world, leg, signal };
  let document = first;
  for (let atOnce = 0, at = world.time.now(), count = 0; ; count++) {
    const next = await runVerbs(stage, document.verbs, false);
    if (next.go === "end") return;
    if (next.go === "on") return endLeg(world, leg, endings.endOfDocument());
    document = next.document;
    atOnce = world.time.now() === at ? atOnce + 1 : 0;
    at = world.time.now();
    if (atOnce > MAX_DOCUMENTS_AT_ONCE || count > world.choices.maxDocuments) {
      note(world, leg, "Problem", { attrs: { code: "loop" }, text: "The documents redirect to each other without end." });
      return endLeg(world, leg, endings.loop());
    }
  }
}

/** `early`: inside PreAnswer, where nothing answers the call. */
async function runVerbs(stage: Stage, verbs: readonly Verb[], early: boolean): Promise<Next> {
  const { leg } = stage;
  for (const verb of verbs) {
    if (!early && needsAnswer(stage.world, verb)) answerLeg(stage.world, leg);
    leg.element = verb.element;
    const next = await runVerb(stage, verb);
    if (!leg.over.fired) leg.element = null;
    if (next.go !== "on") return next;
  }
  return ON;
}

function runVerb(stage: Stage, verb: Verb): Promise<Next> {
  switch (verb.element) {
    case "Speak":
    case "Play":
    case "Wait":
      return playOne(stage, verb).then(() => ON);
    case "PreAnswer":
      note(stage.world, stage.leg, "PreAnswer");
      return runVerbs(stage, verb.children, true);
    case "DTMF":
      return sendTones(stage, verb);
    case "GetDigits":
      return getDigits(stage, verb);
    case "GetInput":
      return getInput(stage, verb);
    case "Record":
      return record(stage, verb);
    case "Dial":
      return dial(stage, verb);
    case "Message":
      return message(stage, verb);
    case "Redirect":
      return redirect(stage, verb);
    case "Hangup":
      return hangup(stage, verb);
    case "Conference":
      return conference(stage, verb);
    case "MultiPartyCall":
      return multiPartyCall(stage, verb);
    case "Stream":
      return stream(stage, verb);
  }
}

/** An inbound call is answered just before the first element that needs it (plivo-platform 1.4). */
function needsAnswer(world: World, verb: Verb): boolean {
  switch (verb.element) {
    case "Wait":
    case "PreAnswer":
    case "Redirect":
    case "Hangup":
    case "Message":
      return false;
    case "Dial":
      return world.choices.dialAnswersCaller;
    default:
      return true;
  }
}
