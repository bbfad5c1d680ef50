import type { Application, RentedNumber } from "../state/account.ts";
import { addressKey } from "../state/addresses.ts";
import type { World } from "../world.ts";
import { endings } from "./causes.ts";
import { type Leg, type LegUrls, urlRef } from "./leg.ts";
import { createLeg, endLeg, startRinging } from "./lifecycle.ts";
import { playScript } from "./person.ts";
import { loadAnswer, startSession } from "./session.ts";

/** An outside phone dials one of our numbers. The answer URL is asked while the caller hears it ringing. */
export function callIn(
  world: World,
  from: string,
  number: RentedNumber,
  { callerName, sipHeaders }: { callerName?: string | undefined; sipHeaders?: Record<string, string> } = {},
): Leg {
  const application = world.account.applicationOf(number);
  const leg = createLeg(world, {
    direction: "inbound",
    from: addressKey(from),
    to: number.key,
    ...(callerName !== undefined && { callerName }),
    ...(sipHeaders && { sipHeaders }),
    urls: application ? urlsOf(application) : {},
  });
  if (!application || !leg.urls.answer || !number.voice) {
    world.warn("number_not_connected", `${number.key} has no application with an answer URL, so calls to it are out of service.`);
    endLeg(world, leg, endings.outOfService());
    return leg;
  }
  startRinging(world, leg);
  leg.answered.on(() => playScript(world, leg, leg.from));
  startSession(world, leg, () => loadAnswer(world, leg));
  return leg;
}

/** An unset hang-up URL means the answer URL (plivo-platform 2.1). */
function urlsOf(application: Application): LegUrls {
  const answer = urlRef(application.answerUrl, application.answerMethod);
  const fallback = urlRef(application.fallbackAnswerUrl, application.fallbackMethod);
  const hangup = urlRef(application.hangupUrl, application.hangupMethod) ?? answer;
  return { ...(answer && { answer }), ...(fallback && { fallback }), ...(hangup && { hangup }) };
}
