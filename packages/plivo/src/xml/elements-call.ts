import { bool, int, method, oneOf, text, url } from "./attribute-kinds.ts";

const EMPTY = { kind: "none", required: false } as const;
const URL_BODY = { kind: "url", required: true } as const;
const PROMPTS = ["Speak", "Play", "Wait"] as const;

const ONE_KEY = /^(?:[0-9*#]|none|)$/;
const DIGITS_MATCH = /^[0-9*#]+(?:,[0-9*#]+)*$/;
/** `w` waits 0.5 s, `W` 1 s, `@ms` is the length of a tone. */
const SEND_DIGITS = /^[0-9*#wW]+(?:@\d{1,5})?$/;
/** Letters and digits only; a value may be URL-encoded. */
const SIP_HEADERS = /^[A-Za-z0-9]+=[A-Za-z0-9%]*(?:,[A-Za-z0-9]+=[A-Za-z0-9%]*)*$/;

const LEG_ATTRIBUTES = {
  sendDigits: text({ pattern: SEND_DIGITS }),
  sendOnPreanswer: bool({ default: false }),
  sendDigitsMode: oneOf({ values: ["rfc2833"] }),
  callerId: text({ max: 64 }),
  callerName: text({ max: 50 }),
  sipHeaders: text({ pattern: SIP_HEADERS }),
} as const;

/** Elements that speak, collect, dial and record: plivo-platform 1.3 to 1.8. */
export const CALL_ELEMENTS = {
  Speak: {
    body: { kind: "text", required: false },
    attributes: {
      voice: text({ pattern: /^(?:WOMAN|MAN|Polly\.[\p{L}-]{1,40})$/u, default: "WOMAN" }),
      language: text({ pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, default: "en-US" }),
      loop: int({ min: 0, default: 1 }),
    },
    children: ["#text", "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"],
  },
  Play: { body: URL_BODY, attributes: { loop: int({ min: 0, default: 1 }) }, children: [] },
  DTMF: { body: { kind: "digits", required: true }, attributes: { async: bool({ default: true }) }, children: [] },
  Wait: {
    body: EMPTY,
    attributes: {
      length: int({ min: 1, default: 1 }),
      silence: bool({ default: false }),
      minSilence: int({ min: 0 }),
      beep: text({ pattern: /^(?:true|false|[a-z_]+=\d+(?:,[a-z_]+=\d+)*)$/ }),
    },
    children: [],
  },
  Redirect: { body: URL_BODY, attributes: { method: method("POST") }, children: [] },
  Hangup: {
    body: EMPTY,
    attributes: { reason: oneOf({ values: ["rejected", "busy"] }), schedule: int({ min: 1 }) },
    children: [],
  },
  PreAnswer: {
    body: EMPTY,
    attributes: {},
    children: ["Speak", "Play", "Wait", "GetDigits", "Redirect", "Message", "DTMF"],
    childrenRequired: true,
  },
  GetDigits: {
    body: EMPTY,
    attributes: {
      action: url({}),
      method: method("POST"),
      timeout: int({ min: 1, default: 5 }),
      digitTimeout: int({ min: 1, default: 2 }),
      finishOnKey: text({ pattern: ONE_KEY, default: "#" }),
      numDigits: int({ min: 1, max: 99, default: 99 }),
      retries: int({ min: 1, default: 1 }),
      redirect: bool({ default: true }),
      playBeep: bool({ default: false }),
      validDigits: text({ pattern: /^[0-9*#]+$/, default: "1234567890*#" }),
      invalidDigitsSound: url({}),
      log: bool({ default: true }),
    },
    children: PROMPTS,
  },
  GetInput: {
    body: EMPTY,
    attributes: {
      action: url({ required: true }),
      method: method("POST"),
      inputType: oneOf({ values: ["dtmf", "speech", "dtmf speech"], required: true }),
      executionTimeout: int({ min: 5, max: 60, default: 15 }),
      digitEndTimeout: int({ min: 2, max: 10, words: ["auto"], default: "auto" }),
      speechEndTimeout: int({ min: 2, max: 10, words: ["auto"], default: "auto" }),
      startInputTimeout: int({ min: 1 }),
      retries: int({ min: 1, default: 1 }),
      finishOnKey: text({ pattern: ONE_KEY, default: "#" }),
      numDigits: int({ min: 1, max: 32, default: 32 }),
      speechModel: oneOf({ values: ["default", "command_and_search", "phone_call"], default: "default" }),
      hints: text({ max: 10_000 }),
      language: text({ pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, default: "en-US" }),
      profanityFilter: bool({ default: false }),
      interimSpeechResultsCallback: url({}),
      interimSpeechResultsCallbackMethod: method("POST"),
      log: bool({ default: true }),
      redirect: bool({ default: true }),
    },
    children: PROMPTS,
  },
  Dial: {
    body: EMPTY,
    attributes: {
      action: url({}),
      method: method("POST"),
      redirect: bool({ default: true }),
      /** Ring time in seconds. The docs name no default here; a ring elsewhere lasts 120 s. */
      timeout: int({ min: 1, default: 120 }),
      timeLimit: int({ min: 1, default: 14_400 }),
      callerId: text({ max: 64 }),
      callerName: text({ max: 50 }),
      hangupOnStar: bool({ default: false }),
      confirmSound: url({}),
      confirmKey: text({ pattern: /^[0-9*#]$/ }),
      confirmTimeout: int({ min: 1 }),
      dialMusic: url({ words: ["real", "none"] }),
      callbackUrl: url({}),
      callbackMethod: method("POST"),
      digitsMatch: text({ pattern: DIGITS_MATCH }),
      digitsMatchBLeg: text({ pattern: DIGITS_MATCH }),
      sipHeaders: text({ pattern: SIP_HEADERS }),
      callType: oneOf({ values: ["voice", "whatsapp"], default: "voice" }),
    },
    children: ["Number", "User"],
    childrenRequired: true,
  },
  Number: { body: { kind: "number", required: true }, attributes: LEG_ATTRIBUTES, children: [] },
  User: {
    body: { kind: "sip", required: true },
    attributes: {
      ...LEG_ATTRIBUTES,
      sipAuthUsername: text({ max: 128 }),
      sipAuthPassword: text({ pattern: /^[!-~]{8,128}$/ }),
    },
    children: [],
  },
  Record: {
    body: EMPTY,
    attributes: {
      action: url({}),
      method: method("POST"),
      redirect: bool({ default: true }),
      fileFormat: oneOf({ values: ["mp3", "wav"], default: "mp3" }),
      timeout: int({ min: 1, default: 15 }),
      maxLength: int({ min: 2, default: 60 }),
      finishOnKey: text({ pattern: /^(?:[0-9*#]{1,12}|none|)$/, default: "#" }),
      playBeep: bool({ default: true }),
      recordSession: bool({ default: false }),
      startOnDialAnswer: bool({ default: false }),
      recordChannelType: oneOf({ values: ["mono", "stereo"], default: "stereo" }),
      transcriptionType: oneOf({ values: ["auto", "hybrid", "manual"] }),
      transcriptionUrl: url({}),
      transcriptionMethod: method("POST"),
      transcriptionReportType: oneOf({ values: ["full", "compact"], default: "compact" }),
      callbackUrl: url({}),
      callbackMethod: method("POST"),
    },
    children: [],
  },
  Message: {
    body: { kind: "text", required: true },
    attributes: {
      src: text({ pattern: /^\+?[A-Za-z0-9 ]{1,20}$/, required: true }),
      /** Several destinations are joined with `<`; our own code only ever writes one. */
      dst: text({ pattern: /^\+?\d{1,15}(?:<\+?\d{1,15})*$/, required: true }),
      type: oneOf({ values: ["sms"], default: "sms" }),
      callbackUrl: url({}),
      callbackMethod: method("POST"),
    },
    children: [],
  },
} as const;
