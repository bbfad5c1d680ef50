/**
 * Every limit of the product, with its reason. The editor shows them where they bite.
 * Sizes are bytes unless the name says otherwise; durations carry their unit.
 */
export const LIMITS = {
  /** The carrier's own requests are far smaller; anything bigger is an attack or a mistake. */
  webhookBodyBytes: 256 * 1024,
  webhookFields: 200,
  webhookFieldBytes: 16 * 1024,
  flowNodes: 5_000,
  flowBytes: 5 * 1024 * 1024,
  /** A year of daily steps, and still a journal that can be read. */
  runSteps: 50_000,
  /** Entries without an event from outside: above this the flow is turning in a circle. */
  runEntriesWithoutWait: 500,
  /** Paths of one run at once: more is a flow that splits in a circle. */
  runThreads: 100,
  runContextBytes: 1024 * 1024,
  runAgeDays: 400,
  /** Texts kept for later steps of a run: more than anybody types between two questions. */
  runMail: 200,
  httpAnswerBytes: 1024 * 1024,
  /** A step's rows are variables of its run; a flow that needs more asks for it in pieces. */
  queryRows: 1_000,
  queryRowsBytes: 256 * 1024,
  queryTimeoutSeconds: 60,
  httpTimeoutSecondsMin: 1,
  httpTimeoutSecondsMax: 120,
  /** Plivo refuses a bigger document (plivo-platform 1.1). */
  xmlAnswerBytes: 100 * 1024,
  templateOutputBytes: 64 * 1024,
  /** Turns of one Loop node in one go. */
  loopTurns: 10_000,
  templateLoopTurns: 10_000,
  /** Units of about 10 ns that filling in one text may take: below 50 ms, and the same on every machine. */
  templateWork: 1_800_000,
  /** Flows that run each other: deeper is a flow that runs itself by a detour. */
  subFlowDepth: 8,
  batchRuns: 10_000,
  /** Texts between two numbers within an hour, both ways: one every 30 s, all the hour, is no conversation any more. */
  replyChainTextsPerHour: 120,
  /** Those of them that come within 10 s of the one before: two machines get there within minutes, people never. */
  replyChainQuickPerHour: 30,
  /** The carrier's Speak limit for one element (plivo-platform 1.3). */
  speakCharacters: 3_000,
  nameCharacters: 60,
  /** Long enough for a voicemail that is read after the weekend; the link needs no sign-in. */
  recordingLinkDays: 7,
  /** Copies of recordings in the store (RECORDINGS=store): an hour and a half of stereo mp3; longer ones stay at the carrier. */
  recordingBytes: 100 * 1024 * 1024,
  /** Standard Webhooks' own advice: what could not be told in a day is told by the next event. */
  postEventHours: 24,
} as const;

/** Waiting times of the runtime, in one place because they hang together. */
export const TIMING = {
  /** A webhook is kept open this long for the result of an effect before the hold loop begins. */
  replyWithinMs: 1_500,
  /** One turn of the hold loop: `<Wait length>` then `<Redirect>`. */
  holdSeconds: 5,
  /** An effect without an outcome leaves by `failed` after this, with / without a live call. */
  uncertainWithLegSeconds: 30,
  uncertainWithoutLegSeconds: 600,
  /** A leg whose hang-up never came is ended by the reaper this long after the run's path is over. */
  legReaperSeconds: 60,
  /** The carrier's own ceiling for one call (plivo-platform 1.7 timeLimit). */
  callMaxSeconds: 14_400,
  /** `record_audio` waits this long for its file after a hang-up. */
  recordingAfterHangupSeconds: 60,
} as const;
