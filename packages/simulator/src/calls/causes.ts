import type { HangupCode, HangupSource } from "@cordboard/plivo";
import type { PlatformChoices } from "../choices.ts";
import type { CallStatus } from "./leg.ts";

/** Why and how a leg ended. `status` is what it becomes. */
export interface Ending {
  code: HangupCode;
  source: HangupSource;
  status: CallStatus;
}

/** The classic FreeSWITCH name that goes with a code, for `HangupCause` and `DialHangupCause`. */
export function classicCause(code: HangupCode): string {
  switch (code) {
    case 1000:
      return "ORIGINATOR_CANCEL";
    case 2000:
      return "INVALID_NUMBER_FORMAT";
    case 2010:
      return "DESTINATION_OUT_OF_ORDER";
    case 3000:
    case 6010:
      return "NO_ANSWER";
    case 3010:
      return "USER_BUSY";
    case 3020:
    case 3030:
    case 3110:
    case 3130:
      return "CALL_REJECTED";
    case 3050:
    case 3120:
      return "UNALLOCATED_NUMBER";
    case 3100:
      return "USER_BUSY";
    case 4240:
      return "sip_auth_failed";
    case 4250:
      return "sip_auth_timeout";
    case 5000:
      return "NETWORK_OUT_OF_ORDER";
    case 9000:
      return "LOSE_RACE";
    case 5010:
      return "NORMAL_TEMPORARY_FAILURE";
    default:
      return "NORMAL_CLEARING";
  }
}

/** The outcomes table of plivo-platform 6.3. */
export const endings = {
  /** The person at the phone, after the answer. */
  personHungUp: (inbound: boolean): Ending => ({ code: 4000, source: inbound ? "Caller" : "Callee", status: "completed" }),
  abandoned: (choices: PlatformChoices): Ending => ({ code: 1000, source: "Caller", status: choices.statusOfAbandoned }),
  /** The A leg ended or gave up; its B legs go with it. */
  otherLegGone: (answered: boolean): Ending =>
    answered ? { code: 4000, source: "Caller", status: "completed" } : { code: 1000, source: "Caller", status: "cancel" },
  endOfDocument: (): Ending => ({ code: 4010, source: "Plivo", status: "completed" }),
  hangupElement: (): Ending => ({ code: 4000, source: "Answer XML", status: "completed" }),
  refusedByDocument: (reason: "busy" | "rejected", choices: PlatformChoices): Ending =>
    reason === "busy"
      ? { code: 3010, source: "Answer XML", status: "busy" }
      : { code: 3020, source: "Answer XML", status: choices.statusOfRejected },
  apiHangup: (answered: boolean): Ending =>
    answered ? { code: 4000, source: "API Request", status: "completed" } : { code: 1000, source: "API Request", status: "cancel" },
  busy: (): Ending => ({ code: 3010, source: "Carrier", status: "busy" }),
  rejected: (choices: PlatformChoices): Ending => ({ code: 3020, source: "Callee", status: choices.statusOfRejected }),
  ringTimeout: (choices: PlatformChoices): Ending => ({ code: 6010, source: "Plivo", status: choices.statusOfRingTimeout }),
  invalidNumber: (): Ending => ({ code: 2000, source: "Carrier", status: "failed" }),
  /** Whatever the network says, by the script of the phone. */
  network: (code: HangupCode): Ending => ({
    code,
    source: "Carrier",
    status: code === 3000 ? "no-answer" : code === 3100 ? "busy" : "failed",
  }),
  /** 4240: a SIP address wants credentials that the Dial does not have. */
  sipAuthFailed: (): Ending => ({ code: 4240, source: "Carrier", status: "failed" }),
  outOfService: (): Ending => ({ code: 2010, source: "Carrier", status: "failed" }),
  unknownCallerId: (): Ending => ({ code: 3030, source: "Carrier", status: "failed" }),
  timeLimit: (): Ending => ({ code: 6000, source: "Plivo", status: "completed" }),
  /** `<Hangup schedule>`. */
  scheduled: (): Ending => ({ code: 6000, source: "Answer XML", status: "completed" }),
  hangupOnRing: (): Ending => ({ code: 1000, source: "Plivo", status: "cancel" }),
  lostRace: (answered: boolean): Ending => ({ code: 9000, source: "Plivo", status: answered ? "completed" : "cancel" }),
  confirmFailed: (): Ending => ({ code: 9110, source: "Plivo", status: "completed" }),
  machineDetected: (): Ending => ({ code: 9100, source: "Plivo", status: "completed" }),
  /** 4020: it ended; 4030: this one was kicked out of it. */
  multiPartyCall: (code: 4020 | 4030): Ending => ({ code, source: code === 4030 ? "API Request" : "Plivo", status: "completed" }),
  badDocument: (code: HangupCode): Ending => ({ code, source: "Error", status: "completed" }),
  loop: (): Ending => ({ code: 2060, source: "Error", status: "completed" }),
  internalError: (): Ending => ({ code: 5010, source: "Error", status: "failed" }),
} as const;
