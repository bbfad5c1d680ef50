/**
 * Where Plivo's own pages are silent or disagree (plivo-platform section 8 and the facts marked `?`), the simulator has
 * to choose. Each choice is an option, so that a test can ask "and if the real platform does the other thing?".
 */
export interface PlatformChoices {
  /** Put a `+` before numbers in webhooks. Default no: the platform's ancestor strips it and most examples have none. */
  plusInNumbers: boolean;
  /** `Event` on action, redirect and transfer requests. Observed in third-party logs as `Redirect`; not documented. */
  eventOfRedirect: string;
  /** CallStatus of a call that the callee rejected. The documented list has no "rejected", and busy is its nearest. */
  statusOfRejected: "busy" | "failed" | "no-answer";
  /** DialStatus when B rejected the call. The documented list has no "rejected"; what fits none of its words is `failed`. */
  dialStatusOfRejected: "failed" | "busy" | "no-answer";
  /** CallStatus after the ring timeout: some pages say `no-answer`, some `timeout`. */
  statusOfRingTimeout: "no-answer" | "timeout";
  /** CallStatus when an inbound caller gives up before the answer; documented only for outbound calls. */
  statusOfAbandoned: "cancel" | "no-answer";
  /** `Record action` is requested although the caller hung up: voicemail depends on it, the ancestor skips it. */
  recordActionAfterHangup: boolean;
  /** `Dial action` is requested although the caller hung up: the documented status `cancel` implies it. */
  dialActionAfterHangup: boolean;
  /** `Conference action` is requested although the member hung up; the ancestor asks nothing once the leg is gone. */
  conferenceActionAfterHangup: boolean;
  /** `Event` (ConferenceEnter, ConferenceExit…) on conference callbacks; no page names them, `ConferenceAction` is documented. */
  conferenceEvents: boolean;
  /** A Conference that is full asks its action at once, as the ancestor does whenever the element is done; else the next element runs. */
  actionOfFullConference: boolean;
  /** Who is alone in a Conference or MultiPartyCall hears its waiting music; the docs speak of "before it starts" only. */
  waitSoundWhenAlone: boolean;
  /** Without `onExitActionUrl` a participant's call ends (causes 4020 and 4030 exist for it), or its next element runs. */
  mpcExitWithoutAction: "hangup" | "next";
  /** Events of a MultiPartyCall go to the status URL of every participant, or of the first; the docs do not say whose counts. */
  mpcStatusTo: "all" | "first";
  /** Names of stream events: one page of the docs says StartStream, StopStream, DroppedStream, another started, stopped, failed. */
  streamEvents: "StartStream" | "started";
  /** Status of a created call: 201 in the SDK's fixtures, 200 on the docs page. */
  createCallStatus: 200 | 201;
  /** A repeated webhook carries its first nonce again. Undocumented; a fresh one is the stricter test for receivers. */
  retryReusesNonce: boolean;
  /** Keys pressed and words said while no element listens wait for the next one that does, as a telephone line buffers. */
  keepEarlyInput: boolean;
  /** A delivery report is posted for `queued` too: the docs list it as a status, some integrations never see it. */
  reportQueued: boolean;
  /** `Dial` answers an inbound call at once. Not documented; the other reading rings the caller until B answers. */
  dialAnswersCaller: boolean;
  /** A call from a number that the account does not rent: `fail` ends it with 3030, `accept` lets tests use any number. */
  unknownCallerId: "fail" | "accept";
  /** Seconds of silence that `auto` means for `digitEndTimeout` and `speechEndTimeout`; the docs give no figure. */
  autoEndTimeoutSeconds: number;
  /** Error of a WhatsApp text outside of a conversation: that it fails is documented, its code is in no list that we have. */
  whatsappClosedError: string;
  /** The first medium of an inbound message is `Media1`; one page of the docs counts from 0, another from 1. */
  mediaCountsFromOne: boolean;
  /** Words of the carrier's own replies to STOP, HELP and START are set in a console that we do not have: off. */
  optOutReplies: boolean;
  /** Host milliseconds between two tries of a voice webhook; the number of tries is documented, the gap is not. */
  voiceRetryGapMs: number;
  /** Seconds from the end of a recording to its `callbackUrl`; the docs say "when the file is ready". */
  recordingReadySeconds: number;
  /** `<Wait silence="true">`: plays silence (the docs now), or ends early at `minSilence` without speech (older docs). */
  waitSilence: "plays silence" | "ends early";
  /** Seconds from a machine's answer to its beep when the phone's script does not say. */
  machineBeepSeconds: number;
  /** A detection that heard a person is posted too (`Machine=false`); documented is only the machine. */
  machineDetectionReportsPeople: boolean;
  /** Length of an audio file behind `Play`: the simulator does not fetch audio. */
  playSeconds: number;
  /** Speed of speech, characters a second. */
  charactersPerSecond: number;
  /** Documents that one call may fetch before it is ended with 2060; the ancestor's cap is 9999. */
  maxDocuments: number;
  /** Seconds a detection of man or machine takes; the documented figure is only its upper bound. */
  machineDetectionSeconds: number;
}

export const PLATFORM_CHOICES: PlatformChoices = {
  plusInNumbers: false,
  eventOfRedirect: "Redirect",
  statusOfRejected: "busy",
  dialStatusOfRejected: "failed",
  statusOfRingTimeout: "no-answer",
  statusOfAbandoned: "cancel",
  recordActionAfterHangup: true,
  dialActionAfterHangup: true,
  conferenceActionAfterHangup: false,
  conferenceEvents: true,
  actionOfFullConference: true,
  waitSoundWhenAlone: true,
  mpcExitWithoutAction: "hangup",
  mpcStatusTo: "all",
  streamEvents: "StartStream",
  createCallStatus: 201,
  retryReusesNonce: false,
  keepEarlyInput: true,
  reportQueued: true,
  dialAnswersCaller: true,
  unknownCallerId: "fail",
  autoEndTimeoutSeconds: 2,
  whatsappClosedError: "1000",
  mediaCountsFromOne: false,
  optOutReplies: false,
  voiceRetryGapMs: 1_000,
  recordingReadySeconds: 1,
  waitSilence: "plays silence",
  machineBeepSeconds: 6,
  machineDetectionReportsPeople: false,
  playSeconds: 3,
  charactersPerSecond: 14,
  maxDocuments: 9_999,
  machineDetectionSeconds: 2,
};

/** What the choices that are not free take. */
export const CHOICE_WORDS: Readonly<Record<string, readonly (string | number)[]>> = {
  statusOfRejected: ["busy", "failed", "no-answer"],
  dialStatusOfRejected: ["failed", "busy", "no-answer"],
  statusOfRingTimeout: ["no-answer", "timeout"],
  statusOfAbandoned: ["cancel", "no-answer"],
  mpcExitWithoutAction: ["hangup", "next"],
  mpcStatusTo: ["all", "first"],
  streamEvents: ["StartStream", "started"],
  createCallStatus: [200, 201],
  unknownCallerId: ["fail", "accept"],
  waitSilence: ["plays silence", "ends early"],
};

/** The account's rate limits (plivo-platform 4.1). 0 = none, the default: rehearsals of load should measure the server. */
export interface RateLimits {
  /** REST requests in any 5 seconds before 429; the platform's figure is 300. */
  requestsPer5Seconds: number;
  /** Outbound calls a second, the rest is queued; the platform's figure is 2. */
  callsPerSecond: number;
  /** Messages a second of each number, the rest waits in the queue; the platform's figure is 5. */
  messagesPerSecond: number;
}

export const NO_LIMITS: RateLimits = { requestsPer5Seconds: 0, callsPerSecond: 0, messagesPerSecond: 0 };
