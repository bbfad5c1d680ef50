import type { Case } from "../case.ts";

const rec = (attributes: string): Case["at"] => ({
  "/answer": `<Record ${attributes}/><Speak>next</Speak>`,
  "/r": '<Speak>thanks</Speak><Wait length="5"/>',
});

/** plivo-platform 1.3, 1.4, 1.8 and Stream: what is heard, recorded and streamed. */
export const SOUND: Case[] = [
  {
    name: "Speak repeats",
    covers: ["Speak@loop"],
    at: { "/answer": '<Speak loop="3">again</Speak><Speak>done</Speak>' },
    steps: [["wait", 10]],
  },
  {
    name: "Speak goes on until the call ends",
    covers: ["Speak@loop", "1.3 loop 0"],
    at: { "/answer": '<Speak loop="0">on and on</Speak><Speak>never</Speak>' },
    steps: [
      ["wait", 300],
      ["hang up", "+14155550100"],
    ],
  },
  {
    name: "Speak takes markup with a Polly voice",
    covers: ["Speak@loop"],
    at: { "/answer": '<Speak voice="Polly.Amy">Well<break time="1s"/><emphasis level="strong">now</emphasis> then</Speak>' },
    steps: [["wait", 5]],
  },
  {
    name: "Play repeats",
    covers: ["Play@loop"],
    at: { "/answer": '<Play loop="2">{app}/a.mp3</Play><Speak>done</Speak>' },
    steps: [["wait", 10]],
  },
  {
    name: "DTMF goes on while it sounds",
    covers: ["DTMF@async"],
    at: { "/answer": "<DTMF>1w2W3</DTMF><Speak>at once</Speak>" },
    steps: [["wait", 5]],
  },
  {
    name: "DTMF may be waited for",
    covers: ["DTMF@async"],
    at: { "/answer": '<DTMF async="false">1w2W3</DTMF><Speak>after it</Speak>' },
    steps: [["wait", 6]],
  },
  {
    name: "Wait waits",
    covers: ["Wait@length"],
    at: { "/answer": '<Speak>a</Speak><Wait length="7"/><Speak>b</Speak>' },
    steps: [["wait", 15]],
  },
  {
    name: "Wait ends at a machine's beep",
    covers: ["Wait@beep"],
    outbound: { to: "+14155550142" },
    phones: { "+14155550142": { machine: true, answerAfterSeconds: 1, beepAfterSeconds: 4 } },
    at: { "/answer": '<Wait length="30" beep="true"/><Speak>please call back</Speak>' },
    steps: [["wait", 20]],
  },
  {
    name: "Record ends by silence, and asks though nothing was said",
    covers: ["1.12 Record", "Record@timeout", "Record@action", "Record@redirect"],
    at: rec('action="{app}/r" timeout="4"'),
    steps: [["wait", 30]],
  },
  {
    name: "Record ends by its length",
    covers: ["Record@maxLength"],
    at: rec('action="{app}/r" maxLength="6"'),
    steps: [
      ["say", "x".repeat(200)],
      ["wait", 30],
    ],
  },
  {
    name: "Record ends by a key",
    covers: ["Record@finishOnKey", "Record@method"],
    at: rec('action="{app}/r" method="GET" finishOnKey="12"'),
    steps: [
      ["wait", 2],
      ["press", "#2"],
      ["wait", 30],
    ],
  },
  {
    name: "Record ends with the call",
    covers: ["1.12 Record"],
    at: rec('action="{app}/r"'),
    steps: [
      ["wait", 3],
      ["hang up", "+14155550100"],
      ["wait", 5],
    ],
  },
  {
    name: "Record with redirect=false goes on",
    covers: ["Record@redirect", "Record@playBeep"],
    at: rec('action="{app}/r" redirect="false" timeout="2" playBeep="false"'),
    steps: [["wait", 30]],
  },
  {
    name: "Record tells when the file is ready, and what was said",
    covers: [
      "Record@callbackUrl",
      "Record@callbackMethod",
      "Record@transcriptionType",
      "Record@transcriptionUrl",
      "Record@transcriptionMethod",
      "Record@fileFormat",
    ],
    at: rec(
      'fileFormat="wav" timeout="2" callbackUrl="{app}/file" callbackMethod="GET" transcriptionType="auto" transcriptionUrl="{app}/words" transcriptionMethod="GET"',
    ),
    steps: [
      ["wait", 1],
      ["say", "call me back"],
      ["wait", 20],
      ["rest", "GET", "Recording/?limit=1"],
    ],
  },
  {
    name: "Record of the session runs beside the call",
    covers: ["Record@recordSession", "1.12 Record session"],
    at: {
      "/answer":
        '<Record recordSession="true" redirect="false" action="{app}/r" callbackUrl="{app}/file"/><Speak>next</Speak><Wait length="8"/>',
    },
    steps: [["wait", 20]],
  },
  {
    name: "Record begins when B answers",
    covers: ["Record@startOnDialAnswer"],
    at: {
      "/answer":
        '<Record startOnDialAnswer="true" redirect="false" action="{app}/r" callbackUrl="{app}/file"/><Dial><Number>+14155550142</Number></Dial>',
    },
    phones: { "+14155550142": { answerAfterSeconds: 4, steps: [{ afterSeconds: 10, hangup: true }] } },
    steps: [["wait", 30]],
  },
  {
    name: "Stream that cannot be opened lets the call go on",
    covers: [
      "Stream@keepCallAlive",
      "Stream@statusCallbackUrl",
      "Stream@statusCallbackMethod",
      "Stream@bidirectional",
      "Stream@contentType",
      "Stream@extraHeaders",
      "Stream@streamTimeout",
    ],
    at: {
      "/answer":
        '<Stream keepCallAlive="true" bidirectional="true" streamTimeout="60" contentType="audio/x-mulaw;rate=8000" extraHeaders="a=b" statusCallbackUrl="{app}/st" statusCallbackMethod="GET">wss://127.0.0.1:9/x</Stream><Speak>on</Speak>',
    },
    steps: [["wait", 5]],
  },
  {
    name: "Stream runs beside the call",
    covers: ["Stream@audioTrack", "Stream@statusCallbackUrl"],
    at: {
      "/answer":
        '<Stream audioTrack="both" streamTimeout="4" statusCallbackUrl="{app}/st">{socket}/talk</Stream><Speak>on</Speak><Wait length="10"/>',
    },
    steps: [
      ["wait", 2],
      ["say", "hello"],
      ["wait", 20],
    ],
  },
  {
    name: "Stream both ways carries the inbound track only",
    covers: ["Stream@audioTrack"],
    at: { "/answer": '<Stream bidirectional="true" audioTrack="both">wss://127.0.0.1:9/x</Stream>' },
    steps: [["wait", 1]],
  },
];
