import type { Case } from "../case.ts";

const ANN = "+14155550142";
const HELLO = { "/answer": "<Speak>hello</Speak>" };

function out(name: string, covers: string[], script: unknown, fields: Record<string, unknown> = {}, more: Partial<Case> = {}): Case {
  return { name, covers, outbound: { to: ANN, ...fields }, phones: { [ANN]: script }, at: HELLO, steps: [["wait", 40]], ...more };
}

/** plivo-platform 2.4, 2.5, 2.8, 4.2, 6.3: calls that REST makes, and how they end. */
export const OUTBOUND: Case[] = [
  out("a call rings, is answered and ends with its document", ["6.3 document"], { answerAfterSeconds: 2 }),
  out(
    "the callee hangs up",
    ["6.3 off"],
    { answerAfterSeconds: 2, steps: [{ afterSeconds: 3, hangup: true }] },
    {},
    { at: { "/answer": '<Wait length="60"/>' } },
  ),
  out("busy", ["6.3 busy"], { busy: true }),
  out("rejected", ["6.3 rejected"], { reject: true }),
  out("not answered", ["6.3 no answer"], { noAnswer: true }, { ring_timeout: 10 }),
  out("no such number", ["6.3 invalid"], null, { to: "+123" }),
  out("too long", ["6.3 time_limit"], { answerAfterSeconds: 1 }, { time_limit: 5 }, { at: { "/answer": '<Wait length="60"/>' } }),
  out(
    "hung up by REST",
    ["6.3 api"],
    { answerAfterSeconds: 1 },
    {},
    {
      at: { "/answer": '<Wait length="60"/>' },
      steps: [
        ["wait", 5],
        ["rest", "DELETE", `Call/{${ANN}}/`],
        ["wait", 2],
      ],
    },
  ),
  out(
    "cancelled while it rings",
    ["6.3 cancel"],
    { noAnswer: true },
    {},
    {
      steps: [
        ["wait", 5],
        ["rest", "DELETE", `Request/{${ANN}}/`],
        ["wait", 2],
      ],
    },
  ),
  out("given up some seconds after the first ring", ["6.3 cancel"], { noAnswer: true }, { hangup_on_ring: 3 }),
  out(
    "keys and headers go along",
    ["6.3 document"],
    { answerAfterSeconds: 1 },
    { send_digits: "1w2", sip_headers: "CustomId=123,PH-x=no", caller_name: "Desk" },
  ),
  out(
    "to a SIP address",
    ["6.3 document"],
    null,
    { to: "sip:ann@example.com" },
    { phones: { "sip:ann@example.com": { answerAfterSeconds: 1 } } },
  ),
  out("a machine is told with the answer", ["2.8 machine_detection"], { machine: true }, { machine_detection: "true" }),
  out("a machine is hung up on", ["2.8 machine_detection", "6.3 machine"], { machine: true }, { machine_detection: "hangup" }),
  out(
    "a machine is told beside the call",
    ["2.8 machine_detection_url"],
    { machine: true },
    { machine_detection: "true", machine_detection_url: "{app}/machine", machine_detection_method: "GET" },
    { at: { "/answer": '<Wait length="10"/>' } },
  ),
  out(
    "a machine is hung up on beside the call",
    ["2.8 machine_detection_url"],
    { machine: true },
    { machine_detection: "hangup", machine_detection_url: "{app}/machine" },
    { at: { "/answer": '<Wait length="10"/>' } },
  ),
  out(
    "a person is not reported",
    ["2.8 machine_detection"],
    { answerAfterSeconds: 1 },
    { machine_detection: "hangup", machine_detection_time: 2000 },
  ),
  ...Object.entries({
    machine_detection_time: [2_000, 10_000],
    machine_detection_maximum_speech_length: [1_000, 6_000],
    machine_detection_initial_silence: [2_000, 10_000],
    machine_detection_maximum_words: [2, 10],
    machine_detection_initial_greeting: [1_000, 5_000],
  }).flatMap(([field, [low = 0, high = 0]]) => [
    out(`${field} at its bounds`, [`2.8 ${field}`], { machine: true }, { machine_detection: "true", [field]: low }),
    out(`${field} below`, [`2.8 ${field}`], null, { machine_detection: "true", [field]: low - 1 }),
    out(`${field} above`, [`2.8 ${field}`], null, { machine_detection: "true", [field]: high + 1 }),
  ]),
  {
    name: "a live call is listened to, spoken to, recorded and streamed by REST",
    covers: ["6.3 api"],
    at: { "/answer": '<Speak>a</Speak><Wait length="100"/>' },
    steps: [
      ["wait", 2],
      ["rest", "GET", "Call/?status=live"],
      ["rest", "GET", "Call/{+14155550100}/?status=live"],
      ["rest", "POST", "Call/{+14155550100}/Record/", { time_limit: 30, callback_url: "{app}/file" }],
      ["rest", "POST", "Call/{+14155550100}/Play/", { urls: "{app}/a.mp3" }],
      ["rest", "DELETE", "Call/{+14155550100}/Play/"],
      ["rest", "POST", "Call/{+14155550100}/Speak/", { text: "psst" }],
      ["rest", "DELETE", "Call/{+14155550100}/Speak/"],
      ["rest", "POST", "Call/{+14155550100}/DTMF/", { digits: "12", leg: "aleg" }],
      ["wait", 3],
      ["rest", "DELETE", "Call/{+14155550100}/Record/"],
      ["rest", "POST", "Call/{+14155550100}/Stream/", { service_url: "wss://127.0.0.1:9/x", status_callback_url: "{app}/st" }],
      ["rest", "GET", "Call/{+14155550100}/Stream/"],
      ["rest", "GET", "Call/{+14155550100}/Stream/{stream_id}/"],
      ["rest", "DELETE", "Call/{+14155550100}/Stream/{stream_id}/"],
      ["rest", "DELETE", "Call/{+14155550100}/Stream/"],
      ["rest", "DELETE", "Call/{+14155550100}/"],
      ["wait", 3],
      ["rest", "GET", "Call/?limit=1"],
      ["rest", "GET", "Call/{+14155550100}/"],
      ["rest", "GET", "Recording/{recording_id}/"],
      ["rest", "DELETE", "Recording/{recording_id}/"],
    ],
  },
];
