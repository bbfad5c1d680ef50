import { z } from "zod";
import {
  type CallStatus,
  amount,
  callStatus,
  consoleTime,
  decimal,
  direction,
  flag,
  freeText,
  maybe,
  party,
  utcTime,
  uuid,
  whole,
  words,
} from "./field-shapes.ts";

/** What every webhook about a call says (plivo-platform 2.3). Null: not sent. */
export interface CallFields {
  callUuid: string;
  /** E.164 with `+`, a SIP address, or a word such as `anonymous`; empty when withheld. */
  from: string;
  to: string;
  status: CallStatus;
  direction: "inbound" | "outbound";
  event: string | null;
  /** Outbound calls: what Make Call answered; equals `callUuid` on single calls. */
  requestUuid: string | null;
  aLegUuid: string | null;
  aLegRequestUuid: string | null;
  callerName: string | null;
  forwardedFrom: string | null;
  /** ISO-8601 UTC. */
  sessionStart: string | null;
  billRate: string | null;
  parentAuthId: string | null;
  stirVerification: string | null;
  stirAttestation: string | null;
  /** An answering machine was heard. */
  machine: boolean;
}

export interface HangupFields extends CallFields {
  hangup: { code: number | null; cause: string; source: string };
  /** The classic name, e.g. NORMAL_CLEARING. */
  hangupCauseClassic: string | null;
  durationSeconds: number | null;
  billSeconds: number | null;
  totalCost: string | null;
  /** These three are in the time zone of the account's console; `sessionStart` is the one in UTC. */
  startTime: string | null;
  answerTime: string | null;
  endTime: string | null;
}

export interface MachineFields extends CallFields {
  ifMachine: "continue" | "hangup" | null;
}

export const COMMON = {
  CallUUID: uuid,
  From: party,
  To: party,
  CallStatus: callStatus,
  Direction: direction,
  Event: maybe(words),
  RequestUUID: maybe(uuid),
  ALegUUID: maybe(uuid),
  ALegRequestUUID: maybe(uuid),
  CallerName: maybe(freeText),
  ForwardedFrom: maybe(party),
  SessionStart: maybe(utcTime),
  BillRate: maybe(decimal),
  ParentAuthID: maybe(words),
  STIRVerification: maybe(words),
  STIRAttestation: maybe(words),
  Machine: maybe(flag),
};

const HANGUP = {
  ...COMMON,
  HangupCause: maybe(words),
  HangupCauseName: maybe(words),
  HangupCauseCode: maybe(whole),
  HangupSource: maybe(words),
  StartTime: maybe(consoleTime),
  AnswerTime: maybe(consoleTime),
  EndTime: maybe(consoleTime),
  Duration: maybe(amount),
  BillDuration: maybe(amount),
  TotalCost: maybe(decimal),
};

const MACHINE = { ...COMMON, IfMachine: maybe(z.enum(["continue", "hangup"])) };

export type CommonFields = z.infer<z.ZodObject<typeof COMMON>>;

export function callFields(fields: CommonFields): CallFields {
  return {
    callUuid: fields.CallUUID,
    from: fields.From,
    to: fields.To,
    status: fields.CallStatus,
    direction: fields.Direction,
    event: fields.Event,
    requestUuid: fields.RequestUUID,
    aLegUuid: fields.ALegUUID,
    aLegRequestUuid: fields.ALegRequestUUID,
    callerName: fields.CallerName,
    forwardedFrom: fields.ForwardedFrom,
    sessionStart: fields.SessionStart,
    billRate: fields.BillRate,
    parentAuthId: fields.ParentAuthID,
    stirVerification: fields.STIRVerification,
    stirAttestation: fields.STIRAttestation,
    machine: fields.Machine ?? false,
  };
}

/** answer, fallback, redirect, transfer and ring: the common fields alone (2.3, 2.4). */
export const callWebhook = z.object(COMMON);
export const readCall = callWebhook.transform(callFields);

/** 2.5 */
export const hangupWebhook = z.object(HANGUP);
export const readHangup = hangupWebhook.transform((fields): HangupFields => ({
  ...callFields(fields),
  hangup: {
    code: fields.HangupCauseCode,
    cause: fields.HangupCauseName ?? fields.HangupCause ?? "",
    source: fields.HangupSource ?? "",
  },
  hangupCauseClassic: fields.HangupCause,
  durationSeconds: fields.Duration,
  billSeconds: fields.BillDuration,
  totalCost: fields.TotalCost,
  startTime: fields.StartTime,
  answerTime: fields.AnswerTime,
  endTime: fields.EndTime,
}));

/** 2.8: posted for a machine; a human is not documented as posted. */
export const machineWebhook = z.object(MACHINE);
export const readMachine = machineWebhook.transform((fields): MachineFields => ({ ...callFields(fields), ifMachine: fields.IfMachine }));
