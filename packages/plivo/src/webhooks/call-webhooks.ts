import { z } from "zod";
import {
  type CallStatus,
  amount,
  authId,
  callStatus,
  classicCause,
  consoleTime,
  decimal,
  direction,
  eventName,
  flag,
  freeText,
  party,
  titleWords,
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
  Event: eventName.optional(),
  RequestUUID: uuid.optional(),
  ALegUUID: uuid.optional(),
  ALegRequestUUID: uuid.optional(),
  CallerName: freeText.optional(),
  ForwardedFrom: party.optional(),
  SessionStart: utcTime.optional(),
  BillRate: decimal.optional(),
  ParentAuthID: authId.optional(),
  STIRVerification: titleWords.optional(),
  STIRAttestation: titleWords.optional(),
  Machine: flag.optional(),
};

const HANGUP = {
  ...COMMON,
  HangupCause: classicCause.optional(),
  HangupCauseName: words.optional(),
  HangupCauseCode: whole.optional(),
  HangupSource: words.optional(),
  StartTime: consoleTime.optional(),
  AnswerTime: consoleTime.optional(),
  EndTime: consoleTime.optional(),
  Duration: amount.optional(),
  BillDuration: amount.optional(),
  TotalCost: decimal.optional(),
};

const MACHINE = { ...COMMON, IfMachine: z.enum(["continue", "hangup"]).optional() };

export type CommonFields = z.infer<z.ZodObject<typeof COMMON>>;

export function callFields(fields: CommonFields): CallFields {
  return {
    callUuid: fields.CallUUID,
    from: fields.From,
    to: fields.To,
    status: fields.CallStatus,
    direction: fields.Direction,
    event: fields.Event ?? null,
    requestUuid: fields.RequestUUID ?? null,
    aLegUuid: fields.ALegUUID ?? null,
    aLegRequestUuid: fields.ALegRequestUUID ?? null,
    callerName: fields.CallerName || null,
    forwardedFrom: fields.ForwardedFrom ?? null,
    sessionStart: fields.SessionStart ?? null,
    billRate: fields.BillRate ?? null,
    parentAuthId: fields.ParentAuthID ?? null,
    stirVerification: fields.STIRVerification ?? null,
    stirAttestation: fields.STIRAttestation ?? null,
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
    code: fields.HangupCauseCode ?? null,
    cause: fields.HangupCauseName ?? fields.HangupCause ?? "",
    source: fields.HangupSource ?? "",
  },
  hangupCauseClassic: fields.HangupCause ?? null,
  durationSeconds: fields.Duration ?? null,
  billSeconds: fields.BillDuration ?? null,
  totalCost: fields.TotalCost ?? null,
  startTime: fields.StartTime ?? null,
  answerTime: fields.AnswerTime ?? null,
  endTime: fields.EndTime ?? null,
}));

/** 2.8: posted for a machine; a human is not documented as posted. */
export const machineWebhook = z.object(MACHINE);
export const readMachine = machineWebhook.transform((fields): MachineFields => ({
  ...callFields(fields),
  ifMachine: fields.IfMachine ?? null,
}));
