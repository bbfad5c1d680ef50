import type { Case } from "../case.ts";

const ANN = "+14155550142";
const OURS = "+14155550199";

function message(name: string, steps: Case["steps"], more: Partial<Case> = {}): Case {
  return { name, covers: [], outbound: null, at: {}, ...more, steps };
}

const send = (fields: Record<string, unknown>): Case["steps"][number] => [
  "rest",
  "POST",
  "Message/",
  { src: OURS, dst: ANN, text: "hello", url: "{app}/report", ...fields },
];

/** plivo-platform 1.11 Message, 3.1 to 3.5, 4.3 to 4.5: texts, numbers and applications. */
export const MESSAGES: Case[] = [
  {
    name: "Message sends out of a call",
    covers: ["Message@src", "Message@dst", "Message@callbackUrl", "Message@callbackMethod"],
    at: {
      "/answer":
        '<Message src="+14155550199" dst="+14155550142&lt;+14155550143" callbackUrl="{app}/report" callbackMethod="GET">on my way</Message><Wait length="5"/>',
    },
    steps: [["wait", 8]],
  },
  message("a text is queued, sent and delivered", [
    send({}),
    ["wait", 5],
    ["rest", "GET", "Message/{message_uuid}/"],
    ["rest", "GET", "Message/?limit=1&message_direction=outbound"],
  ]),
  message("a text is not delivered", [send({}), ["wait", 5]], {
    phones: { [ANN]: { delivery: { status: "undelivered", errorCode: "30" } } },
  }),
  message("a text fails", [send({}), ["wait", 5]], { phones: { [ANN]: { delivery: { status: "failed", errorCode: "900" } } } }),
  message("pictures go along", [
    send({ type: "mms", media_urls: ["{app}/a.png"] }),
    ["wait", 5],
    ["rest", "GET", "Message/{message_uuid}/Media/"],
  ]),
  message("WhatsApp is read", [send({ type: "whatsapp", template: { name: "hi", language: "en" } }), ["wait", 6]], {
    phones: { [ANN]: { delivery: { status: "read" } } },
  }),
  message("bad numbers are named", [send({ dst: `${ANN}<nobody` }), send({ dst: "nobody" })]),
  message(
    "texts come in, and are answered by a document",
    [
      ["text", { from: ANN, to: OURS, text: "hi" }],
      ["wait", 3],
    ],
    { at: { "/message": '<Message src="+14155550199" dst="+14155550142">hello yourself</Message>' } },
  ),
  message("pictures and WhatsApp come in", [
    ["text", { from: ANN, to: OURS, text: "see", media: ["https://x.example/a.png"] }],
    ["text", { from: ANN, to: OURS, type: "whatsapp", media: ["https://x.example/a.mp4"] }],
    ["text", { from: ANN, to: OURS, type: "whatsapp", text: "Yes", button: true }],
  ]),
  message("STOP blocks after one confirmation, START opens again", [
    ["text", { from: ANN, to: OURS, text: " Stop " }],
    send({ text: "you are out" }),
    ["wait", 3],
    send({ text: "one too many" }),
    ["wait", 3],
    ["text", { from: ANN, to: OURS, text: "START" }],
    ["text", { from: ANN, to: OURS, text: "help" }],
    send({ text: "welcome back" }),
    ["wait", 3],
  ]),
  message("what the carrier keeps", [
    ...["false", "content_only", "number_only", "true"].map((log) => send({ log })),
    ["wait", 3],
    ["rest", "GET", "Message/?limit=4"],
  ]),
  message("long texts are counted in units", [
    send({ text: "x".repeat(161) }),
    send({ text: "é".repeat(160) }),
    send({ text: "ж".repeat(71) }),
    ["wait", 3],
    ["rest", "GET", "Message/?limit=3"],
  ]),
  message(
    "a webhook that fails is tried for seven minutes",
    [
      ["text", { from: ANN, to: OURS, text: "hi" }],
      ["wait", 70],
      ["wait", 130],
      ["wait", 250],
    ],
    { at: { "/message": [{ status: 500 }, { status: 503 }, { status: 500 }, ""] } },
  ),
  message("numbers and applications", [
    ["rest", "GET", ""],
    ["rest", "GET", "PhoneNumber/?country_iso=US&limit=1"],
    ["rest", "POST", "PhoneNumber/14155550200/"],
    ["rest", "GET", "Number/?limit=2"],
    ["rest", "GET", "Number/14155550200/"],
    ["rest", "POST", "Number/", { numbers: "441632960000", carrier: "x", region: "y" }],
    ["rest", "DELETE", "Number/14155550200/"],
    ["rest", "POST", "Application/", { app_name: "other", answer_url: "{app}/answer" }],
    ["rest", "GET", "Application/?app_name=other"],
    ["rest", "POST", "Application/{app_id}/", { hangup_url: "{app}/bye" }],
    ["rest", "GET", "Application/{app_id}/"],
    ["rest", "DELETE", "Application/{app_id}/"],
    ["rest", "POST", "Powerpack/", { name: "desk" }],
    ["rest", "GET", "Powerpack/{uuid}/"],
  ]),
];
