import { type VerbOf, withDefaults } from "@cordboard/plivo";
import { endings } from "../calls/causes.ts";
import type { Leg, UrlRef } from "../calls/leg.ts";
import { atLegTime, createLeg, endLeg } from "../calls/lifecycle.ts";
import { callParams } from "../calls/params.ts";
import { callPhone } from "../calls/person.ts";
import { postCallback } from "../calls/posts.ts";
import { startSession } from "../calls/session.ts";
import { note } from "../calls/transcript.ts";
import { nextWithin } from "../elements/listen.ts";
import { playPrompts } from "../elements/prompts.ts";
import { soundBehind } from "../elements/sounds.ts";
import { Interrupted } from "../time/interrupted.ts";
import type { World } from "../world.ts";
import type { MultiPartyCall } from "./mpc.ts";
import { soundInRoom } from "./room-sounds.ts";

export interface Invitation {
  from: string;
  callerName: string;
  /** One each: who is called, how long it rings and when it begins. */
  destinations: readonly { to: string; ringSeconds: number; delaySeconds: number }[];
  sipHeaders: Record<string, string>;
  sendDigits: string;
  timeLimitSeconds: number;
  confirm: { key: string; timeoutSeconds: number; sound: UrlRef | null } | null;
  dialMusic: UrlRef | null;
  status: (UrlRef & { events: ReadonlySet<string> }) | null;
  /** How those who answer join. */
  verb: VerbOf<"MultiPartyCall">;
}

/** Calls people to a multi-party call. Of several the first who answers (and confirms) joins, the others lose the race. */
export function invite(world: World, call: MultiPartyCall, invitation: Invitation): Leg[] {
  const requestUuid = world.newId();
  const legs = invitation.destinations.map(({ to }) =>
    createLeg(world, {
      direction: "outbound",
      requestUuid,
      from: invitation.from,
      to,
      callerName: invitation.callerName,
      sipHeaders: invitation.sipHeaders,
    }),
  );
  call.expected++;
  call.news.listen(withDefaults<"MultiPartyCall">(invitation.verb));
  const host = [...call.participants.values()][0];
  if (host) soundInRoom(world, [host.leg], "MultiPartyCall", invitation.dialMusic, host);
  let decided = false;
  const settled = (): void => {
    if (decided) return;
    decided = true;
    call.expected--;
    tellAdded(call, "AddParticipantByAPIActionCompleted", legs[0]);
  };
  tellAdded(call, "AddParticipantByAPIActionInitiated", legs[0]);
  for (const [index, leg] of legs.entries()) {
    leg.timeLimitSeconds = invitation.timeLimitSeconds;
    tellStatus(world, leg, invitation.status);
    leg.over.on(() => {
      if (!legs.every((other) => other.over.fired)) return;
      settled();
      call.endIfDeserted();
    });
    leg.answered.on(() => {
      void admit(world, leg, invitation, () => {
        if (decided || call.status === "Ended") return endLeg(world, leg, endings.lostRace(true));
        settled();
        for (const other of legs) if (other !== leg) endLeg(world, other, endings.lostRace(other.answered.fired));
        startSession(world, leg, () => Promise.resolve({ ok: true, document: { url: "", verbs: [invitation.verb] } }));
      });
    });
    const { ringSeconds, delaySeconds } = invitation.destinations[index] ?? { ringSeconds: 45, delaySeconds: 0 };
    atLegTime(world, leg, delaySeconds * 1_000, () => {
      if (world.choices.unknownCallerId === "fail" && !world.account.rented(leg.from)) return endLeg(world, leg, endings.unknownCallerId());
      callPhone(world, leg, ringSeconds);
    });
  }
  return legs;
}

/** Who answered hears the sound and presses the key, when the request asks for one. */
async function admit(world: World, leg: Leg, { confirm, sendDigits }: Invitation, join: () => void): Promise<void> {
  if (sendDigits) note(world, leg, "Tones", { text: sendDigits });
  if (!confirm) return join();
  const stage = { world, leg, signal: leg.life.signal };
  try {
    if (confirm.sound) await playPrompts(stage, await soundBehind(stage, "MultiPartyCall", confirm.sound), ["key"]);
    const deadline = world.time.now() + confirm.timeoutSeconds * 1_000;
    for (;;) {
      const input = await nextWithin(stage, ["key"], Math.max(0, deadline - world.time.now()));
      if (!input) return endLeg(world, leg, endings.confirmFailed());
      if (input.kind === "key" && input.key === confirm.key) return join();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) world.fault(error);
  }
}

function tellAdded(call: MultiPartyCall, event: string, leg: Leg | undefined): void {
  const host = [...call.participants.values()][0];
  if (host && leg)
    call.news.post(event, "add-participant-api-events", host, { ParticipantCallUUID: leg.uuid, RequestUUID: leg.requestUuid ?? "" });
}

/** `call_status_callback_url`: initiated, ringing, answered, completed. */
function tellStatus(world: World, leg: Leg, status: Invitation["status"]): void {
  if (!status) return;
  const { url, method, events } = status;
  const tell = (event: string): void => {
    if (!events.has(event)) return;
    postCallback(world, leg, "MultiPartyCall", { kind: "call status", url, method, params: callParams(world, leg, event) });
  };
  tell("initiated");
  leg.rang.on(() => tell("ringing"));
  leg.answered.on(() => tell("answered"));
  leg.over.on(() => tell("completed"));
}
