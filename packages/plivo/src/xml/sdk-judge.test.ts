import plivo from "plivo";
import { describe, expect, it } from "vitest";
import type { LooseVerb, Verb } from "../verbs.ts";
import { ELEMENTS } from "./elements.ts";
import { fromXml } from "./from-xml.ts";
import { toXml } from "./to-xml.ts";

/*
 * Plivo's own SDK as a judge: what we write is rebuilt through its element rules, which throw on an attribute or a
 * nesting that they don't know.
 */

/** Documented attributes that SDK 4.79.0 rejects (plivo-platform 1.5 to 1.11, and section 7). */
const SDK_LACKS: Readonly<Record<string, readonly string[]>> = {
  Conference: ["sendDigits"],
  DTMF: [],
  Dial: ["callType"],
  GetInput: ["retries", "startInputTimeout"],
  MultiPartyCall: [
    "waitForAgent",
    "recordCoachVoice",
    "aiAgentStreamServiceUrl",
    "aiAgentStreamContentType",
    "aiAgentStreamStatusCallbackUrl",
    "aiAgentStreamStatusCallbackMethod",
    "aiAgentStreamSamplingRate",
    "aiAgentStreamExtraHeaders",
  ],
  Number: ["sipHeaders"],
  Record: ["transcriptionReportType"],
  Stream: ["noiseCancellation", "noiseCancellationLevel"],
  User: ["sendDigitsMode", "sipAuthPassword", "sipAuthUsername"],
};

const hook = "https://flows.example.com/hook?a=1&b=2";
const audio = "https://flows.example.com/a.mp3";

/** Every element with every attribute. No double quotes: the SDK's own output breaks on them. */
const SAMPLES: Verb[] = [
  { element: "Speak", attributes: { voice: "MAN", language: "en-GB", loop: 2 }, body: "Fish & chips <now>" },
  {
    element: "Speak",
    attributes: { voice: "Polly.Joanna" },
    body: "Hello ",
    children: [
      { element: "break", attributes: { strength: "weak", time: "500ms" } },
      { element: "#text", body: " and " },
      { element: "emphasis", attributes: { level: "strong" }, body: "listen" },
      { element: "lang", attributes: { "xml:lang": "fr-FR" }, body: "bonjour" },
      { element: "p", body: "first", children: [{ element: "s", body: "sentence" }] },
      { element: "phoneme", attributes: { alphabet: "ipa", ph: "pɪˈkɑːn" }, body: "pecan" },
      {
        element: "prosody",
        attributes: { volume: "loud", rate: "slow", pitch: "+5%" },
        body: "slowly",
        children: [{ element: "s", body: "now" }],
      },
      { element: "s", children: [{ element: "say-as", attributes: { "interpret-as": "date", format: "dmy" }, body: "1.2.2026" }] },
      { element: "say-as", attributes: { "interpret-as": "telephone" }, body: "4155550100" },
      { element: "sub", attributes: { alias: "World Wide Web" }, body: "WWW" },
      { element: "w", attributes: { role: "amazon:VB" }, body: "read" },
    ],
  },
  { element: "Play", attributes: { loop: 0 }, body: audio },
  { element: "DTMF", attributes: { async: false }, body: "12*#wW" },
  { element: "Wait", attributes: { length: 5, silence: true, minSilence: 2000, beep: "true" } },
  { element: "Redirect", attributes: { method: "GET" }, body: hook },
  { element: "Hangup", attributes: { reason: "busy", schedule: 60 } },
  {
    element: "PreAnswer",
    children: [
      { element: "Speak", body: "early" },
      { element: "Play", body: audio },
      { element: "Wait", attributes: { length: 1 } },
    ],
  },
  {
    element: "GetDigits",
    attributes: {
      action: hook,
      method: "POST",
      timeout: 5,
      digitTimeout: 2,
      finishOnKey: "#",
      numDigits: 1,
      retries: 3,
      redirect: true,
      playBeep: false,
      validDigits: "123",
      invalidDigitsSound: audio,
      log: false,
    },
    children: [
      { element: "Speak", body: "Press 1" },
      { element: "Play", body: audio },
      { element: "Wait", attributes: { length: 1 } },
    ],
  },
  {
    element: "GetInput",
    attributes: {
      action: hook,
      method: "POST",
      inputType: "dtmf speech",
      executionTimeout: 15,
      digitEndTimeout: 5,
      speechEndTimeout: "auto",
      startInputTimeout: 5,
      retries: 1,
      finishOnKey: "none",
      numDigits: 4,
      speechModel: "phone_call",
      hints: "sales, support",
      language: "en-US",
      profanityFilter: true,
      interimSpeechResultsCallback: hook,
      interimSpeechResultsCallbackMethod: "POST",
      log: true,
      redirect: true,
    },
    children: [{ element: "Speak", body: "Say it" }],
  },
  {
    element: "Dial",
    attributes: {
      action: hook,
      method: "POST",
      redirect: false,
      timeout: 20,
      timeLimit: 3600,
      callerId: "14155550100",
      callerName: "Front desk",
      hangupOnStar: true,
      confirmSound: hook,
      confirmKey: "1",
      confirmTimeout: 10,
      dialMusic: "real",
      callbackUrl: hook,
      callbackMethod: "POST",
      digitsMatch: "*1,*2",
      digitsMatchBLeg: "#",
      sipHeaders: "a=1,b=2",
      callType: "voice",
    },
    children: [
      {
        element: "Number",
        attributes: {
          sendDigits: "ww1",
          sendOnPreanswer: true,
          sendDigitsMode: "rfc2833",
          callerId: "14155550100",
          callerName: "Desk",
          sipHeaders: "a=1",
        },
        body: "14155550101",
      },
      {
        element: "User",
        attributes: {
          sendDigits: "1",
          sendOnPreanswer: false,
          sendDigitsMode: "rfc2833",
          sipHeaders: "a=1",
          callerId: "14155550100",
          callerName: "Desk",
          sipAuthUsername: "ann",
          sipAuthPassword: "longenough",
        },
        body: "sip:ann@phone.plivo.com",
      },
    ],
  },
  {
    element: "Record",
    attributes: {
      action: hook,
      method: "POST",
      redirect: false,
      fileFormat: "wav",
      timeout: 10,
      maxLength: 120,
      finishOnKey: "1234567890*#",
      playBeep: true,
      recordSession: false,
      startOnDialAnswer: false,
      recordChannelType: "mono",
      transcriptionType: "auto",
      transcriptionUrl: hook,
      transcriptionMethod: "POST",
      transcriptionReportType: "full",
      callbackUrl: hook,
      callbackMethod: "POST",
    },
  },
  {
    element: "Message",
    attributes: { src: "14155550199", dst: "14155550100", type: "sms", callbackUrl: hook, callbackMethod: "POST" },
    body: "Thanks & bye",
  },
  {
    element: "Conference",
    attributes: {
      muted: false,
      beep: true,
      enterSound: "beep:1",
      exitSound: hook,
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      stayAlone: true,
      waitSound: hook,
      maxMembers: 5,
      record: true,
      recordFileFormat: "mp3",
      recordWhenAlone: false,
      timeLimit: 3600,
      hangupOnStar: true,
      action: hook,
      method: "POST",
      redirect: true,
      callbackUrl: hook,
      callbackMethod: "POST",
      digitsMatch: "1",
      floorEvent: true,
      relayDTMF: false,
      sendDigits: "1",
      transcriptionType: "auto",
      transcriptionUrl: hook,
      transcriptionMethod: "POST",
    },
    body: "front desk",
  },
  {
    element: "MultiPartyCall",
    attributes: {
      role: "Agent",
      maxDuration: 3600,
      maxParticipants: 5,
      recordMinMemberCount: 2,
      waitMusicUrl: hook,
      waitMusicMethod: "GET",
      agentHoldMusicUrl: hook,
      agentHoldMusicMethod: "GET",
      customerHoldMusicUrl: hook,
      customerHoldMusicMethod: "GET",
      record: true,
      recordFileFormat: "wav",
      recordingCallbackUrl: hook,
      recordingCallbackMethod: "POST",
      statusCallbackUrl: hook,
      statusCallbackMethod: "POST",
      statusCallbackEvents: "mpc-state-changes",
      // The SDK turns `coachMode: false` and `startMpcOnEnter: false` into true; true is all it can rebuild.
      stayAlone: true,
      coachMode: true,
      mute: true,
      hold: true,
      startMpcOnEnter: true,
      endMpcOnExit: true,
      enterSound: "none",
      enterSoundMethod: "GET",
      exitSound: "beep:1",
      exitSoundMethod: "GET",
      onExitActionUrl: hook,
      onExitActionMethod: "POST",
      relayDTMFInputs: true,
      startRecordingAudio: audio,
      startRecordingAudioMethod: "GET",
      stopRecordingAudio: audio,
      stopRecordingAudioMethod: "GET",
      recordParticipantTrack: true,
      waitForAgent: true,
      recordCoachVoice: true,
      aiAgentStreamServiceUrl: "wss://media.example.com/agent",
      aiAgentStreamContentType: "audio/x-l16",
      aiAgentStreamStatusCallbackUrl: hook,
      aiAgentStreamStatusCallbackMethod: "POST",
      aiAgentStreamSamplingRate: 16000,
      aiAgentStreamExtraHeaders: "a=1",
    },
    body: "desk",
  },
  {
    element: "Stream",
    attributes: {
      bidirectional: false,
      audioTrack: "both",
      streamTimeout: 600,
      contentType: "audio/x-mulaw;rate=8000",
      keepCallAlive: true,
      extraHeaders: "a=1",
      statusCallbackUrl: hook,
      statusCallbackMethod: "POST",
      noiseCancellation: true,
      noiseCancellationLevel: 85,
    },
    body: "wss://media.example.com/stream",
  },
];

/** The SDK's builder has no types to speak of. */
type SdkNode = Record<string, (...args: unknown[]) => SdkNode> & { toXML: () => string };

function rebuild(parent: SdkNode, verb: LooseVerb): void {
  if (verb.element === "#text") {
    parent["addText"]?.(verb.body);
    return;
  }
  const method = `add${verb.element.replace(/(?:^|-)([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase())}`;
  const add = parent[method]?.bind(parent);
  if (!add) throw new Error(`the SDK has no ${method}`);
  const attributes = { ...verb.attributes };
  const takesBody = !["Dial", "GetDigits", "GetInput", "Hangup", "PreAnswer", "Record", "Wait", "break"].includes(verb.element);
  const node = takesBody ? add(verb.body ?? "", attributes) : add(attributes);
  for (const child of verb.children ?? []) rebuild(node, child);
}

function withoutWhatTheSdkLacks(verb: LooseVerb): LooseVerb {
  const lacking = SDK_LACKS[verb.element] ?? [];
  const attributes = Object.fromEntries(Object.entries(verb.attributes ?? {}).filter(([name]) => !lacking.includes(name)));
  return {
    element: verb.element,
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(verb.body !== undefined && { body: verb.body }),
    ...(verb.children && { children: verb.children.map(withoutWhatTheSdkLacks) }),
  };
}

function attributesUsed(verbs: readonly LooseVerb[], into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  for (const verb of verbs) {
    const used = into.get(verb.element) ?? new Set();
    for (const name of Object.keys(verb.attributes ?? {})) used.add(name);
    into.set(verb.element, used);
    attributesUsed(verb.children ?? [], into);
  }
  return into;
}

describe("Plivo's SDK as a judge of our XML", () => {
  it("is asked about every element and every attribute", () => {
    const used = attributesUsed(SAMPLES);
    for (const [element, rule] of Object.entries(ELEMENTS)) {
      expect([element, [...(used.get(element) ?? ["not used"])].toSorted()]).toEqual([element, Object.keys(rule.attributes).toSorted()]);
    }
  });

  it.each(SAMPLES.map((verb) => [verb.element, verb] as const))("rebuilds our %s", (_, verb) => {
    const read = fromXml(toXml([verb]), { mode: "strict" });
    expect(read).toEqual({ verbs: [verb], problems: [] });
    const expected = read.verbs.map(withoutWhatTheSdkLacks);
    const response: SdkNode = plivo.Response();
    for (const one of expected) rebuild(response, one);
    expect(fromXml(response.toXML(), { mode: "strict" })).toEqual({ verbs: expected, problems: [] });
  });

  it("truly rejects each attribute of the list", () => {
    for (const [element, names] of Object.entries(SDK_LACKS)) {
      const sample = findVerb(SAMPLES, element);
      for (const name of names) {
        const alone = {
          ...withoutWhatTheSdkLacks(sample),
          attributes: { ...withoutWhatTheSdkLacks(sample).attributes, [name]: sample.attributes?.[name] },
        };
        const parent: SdkNode = plivo.Response();
        const holder = element === "Number" || element === "User" ? parent["addDial"]?.({}) : parent;
        expect(() => holder && rebuild(holder, alone), `${element} ${name}`).toThrow(/Not a valid attribute/);
      }
    }
  });
});

function findVerb(verbs: readonly LooseVerb[], element: string): LooseVerb {
  const all = verbs.flatMap((verb) => [verb, ...(verb.children ?? [])]);
  return all.find((verb) => verb.element === element) ?? { element };
}
