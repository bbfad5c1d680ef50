import type { Case } from "../case.ts";

const BAD = "<Speak><Play>{app}/a.mp3</Play></Speak>";
const fallback = { "/fallback": "<Speak>fallback</Speak>" };

/** plivo-platform 1.1, 1.2, 1.12 and the tuning of 2.2: documents, how they go on, and what happens to bad ones. */
export const DOCUMENTS: Case[] = [
  {
    name: "elements run from top to bottom and the end hangs up",
    covers: ["1.1 root", "1.1 order", "1.1 content-type", "1.12 end", "6.3 document"],
    at: {
      "/answer": {
        type: "text/xml",
        body: '<?xml version="1.0"?><Response><Speak>one</Speak><Play>{app}/two.mp3</Play><Wait length="3"/></Response>',
      },
    },
    steps: [["wait", 20]],
  },
  {
    name: "an empty document ends the call at once",
    covers: ["1.12 empty"],
    at: { "/answer": { body: "<Response/>" } },
    steps: [["wait", 1]],
  },
  {
    name: "something before the declaration is malformed",
    covers: ["1.1 root"],
    at: { "/answer": { body: 'x<?xml version="1.0"?><Response/>' } },
    steps: [["wait", 1]],
  },
  {
    name: "another root is refused",
    covers: ["1.1 root", "1.1 malformed"],
    at: { "/answer": { body: "<response/>" } },
    steps: [["wait", 1]],
  },
  {
    name: "JSON is refused, the fallback is asked first",
    covers: ["1.1 malformed"],
    at: { "/answer": { body: '{"a":1}', type: "application/json" }, ...fallback },
    steps: [["wait", 10]],
  },
  {
    name: "an empty body is refused",
    covers: ["1.1 malformed", "6.3 answer failure"],
    at: { "/answer": { body: "" } },
    steps: [["wait", 1]],
  },
  {
    name: "an action that answers nonsense is 8012",
    covers: ["1.1 malformed", "1.12 action failure"],
    at: { "/answer": '<GetDigits action="{app}/a" numDigits="1"/>', "/a": { body: "<html/>" } },
    steps: [
      ["press", "1"],
      ["wait", 1],
    ],
  },
  {
    name: "a redirect to nonsense is 8014",
    covers: ["1.1 malformed"],
    at: { "/answer": "<Redirect>{app}/r</Redirect>", "/r": { body: "no" } },
    steps: [["wait", 1]],
  },
  {
    name: "a transfer to nonsense is 8013",
    covers: ["1.1 malformed"],
    at: { "/answer": '<Speak>a</Speak><Wait length="100"/>', "/t": { body: "no" } },
    steps: [
      ["wait", 3],
      ["rest", "POST", "Call/{+14155550100}/", { aleg_url: "{app}/t" }],
      ["wait", 1],
    ],
  },
  {
    name: "an answer that is not 2xx is 7011 after the fallback",
    covers: ["1.1 unreachable"],
    at: { "/answer": { status: 500 }, "/fallback": { status: 404 } },
    steps: [["wait", 1]],
  },
  {
    name: "an action that is not 2xx is 7012",
    covers: ["1.1 unreachable"],
    at: { "/answer": '<GetDigits action="{app}/a" numDigits="1"/>', "/a": { status: 500 } },
    steps: [
      ["press", "1"],
      ["wait", 1],
    ],
  },
  {
    name: "a redirect that is not 2xx is 7014",
    covers: ["1.1 unreachable"],
    at: { "/answer": "<Redirect>{app}/r</Redirect>", "/r": { status: 302 } },
    steps: [["wait", 1]],
  },
  {
    name: "a transfer that is not 2xx is 7013",
    covers: ["1.1 unreachable"],
    at: { "/answer": '<Speak>a</Speak><Wait length="100"/>', "/t": { status: 404 } },
    steps: [
      ["wait", 3],
      ["rest", "POST", "Call/{+14155550100}/", { aleg_url: "{app}/t" }],
      ["wait", 1],
    ],
  },
  {
    name: "101 KB are too much",
    covers: ["1.1 size"],
    at: { "/answer": `<Speak>${"x".repeat(101 * 1024)}</Speak>` },
    steps: [["wait", 1]],
  },
  {
    name: "names are case-sensitive",
    covers: ["1.1 case-sensitive", "1.1 unknown-element"],
    at: { "/answer": "<speak>hello</speak>" },
    steps: [["wait", 1]],
  },
  {
    name: "an attribute in other letters is unknown and ignored",
    covers: ["1.1 case-sensitive", "1.1 unknown-attribute"],
    at: { "/answer": '<Speak Voice="MAN" shout="yes">hello</Speak>' },
    steps: [["wait", 3]],
  },
  {
    name: "an unknown element is skipped by the lenient",
    covers: ["1.1 unknown-element"],
    mode: "lenient",
    at: { "/answer": "<Reject/><Speak>hello</Speak>" },
    steps: [["wait", 3]],
  },
  { name: "bad nesting is refused by the strict", covers: ["1.1 bad-nesting"], at: { "/answer": BAD }, steps: [["wait", 1]] },
  {
    name: "bad nesting is skipped by the lenient",
    covers: ["1.1 bad-nesting"],
    mode: "lenient",
    at: { "/answer": `<Speak>said<Play>{app}/a.mp3</Play></Speak>` },
    steps: [["wait", 3]],
  },
  {
    name: "the answer to a callback is ignored",
    covers: ["1.1 callback-response"],
    at: { "/answer": '<Dial callbackUrl="{app}/leg"><Number>+14155550142</Number></Dial>', "/leg": "<Speak>nobody hears this</Speak>" },
    phones: { "+14155550142": { busy: true } },
    steps: [["wait", 10]],
  },
  {
    name: "GetDigits holds prompts",
    covers: ["1.2 GetDigits"],
    at: { "/answer": '<GetDigits timeout="1"><Speak>a</Speak><Play>{app}/b.mp3</Play><Wait length="1"/></GetDigits>' },
    steps: [["wait", 10]],
  },
  {
    name: "GetDigits holds nothing else",
    covers: ["1.2 GetDigits"],
    at: { "/answer": "<GetDigits><Record/></GetDigits>" },
    steps: [["wait", 1]],
  },
  {
    name: "GetInput holds prompts",
    covers: ["1.2 GetInput"],
    at: {
      "/answer":
        '<GetInput action="{app}/a" inputType="speech" executionTimeout="5"><Speak>a</Speak><Play>{app}/b.mp3</Play><Wait length="1"/></GetInput>',
    },
    steps: [["wait", 15]],
  },
  {
    name: "GetInput holds nothing else",
    covers: ["1.2 GetInput"],
    at: { "/answer": '<GetInput action="{app}/a" inputType="speech"><Hangup/></GetInput>' },
    steps: [["wait", 1]],
  },
  { name: "Dial needs somebody inside", covers: ["1.2 Dial"], at: { "/answer": "<Dial/>" }, steps: [["wait", 1]] },
  {
    name: "Dial takes no prompt inside",
    covers: ["1.2 Dial"],
    at: { "/answer": "<Dial><Number>14155550142</Number><Speak>a</Speak></Dial>" },
    steps: [["wait", 1]],
  },
  {
    name: "PreAnswer plays, asks and sends without answering",
    covers: ["1.2 PreAnswer", "1.4 answer"],
    at: {
      "/answer":
        '<PreAnswer><Speak>a</Speak><Play>{app}/b.mp3</Play><Wait length="1"/><GetDigits timeout="1"/><DTMF>1</DTMF><Message src="+14155550199" dst="+14155550142">hi</Message><Redirect>{app}/next</Redirect></PreAnswer>',
      "/next": '<Hangup reason="busy"/>',
    },
    steps: [["wait", 15]],
  },
  {
    name: "PreAnswer does not dial",
    covers: ["1.2 PreAnswer"],
    at: { "/answer": "<PreAnswer><Dial><Number>14155550142</Number></Dial></PreAnswer>" },
    steps: [["wait", 1]],
  },
  ...["Play", "DTMF", "Wait", "Redirect", "Hangup", "Record", "Conference", "MultiPartyCall", "Message", "Stream"].map((element): Case => ({
    name: `${element} holds nothing`,
    covers: ["1.2 others"],
    at: { "/answer": `<${element}><Speak>a</Speak></${element}>` },
    steps: [["wait", 1]],
  })),
  {
    name: "Wait, PreAnswer, Redirect and Hangup leave the caller ringing",
    covers: ["1.4 answer"],
    at: { "/answer": '<Wait length="2"/><Redirect>{app}/b</Redirect>', "/b": '<Wait length="1"/><Hangup reason="rejected"/>' },
    steps: [["wait", 5]],
  },
  {
    name: "Hangup rejects before the answer",
    covers: ["1.4 reject", "Hangup@reason"],
    at: { "/answer": '<Hangup reason="rejected"/>' },
    steps: [["wait", 1]],
  },
  {
    name: "Hangup is busy before the answer",
    covers: ["1.4 reject", "Hangup@reason"],
    at: { "/answer": '<Hangup reason="busy"/>' },
    steps: [["wait", 1]],
  },
  {
    name: "Redirect replaces the rest",
    covers: ["1.12 Redirect", "Redirect@method"],
    at: { "/answer": '<Redirect method="GET">{app}/b?x=1</Redirect><Speak>dead</Speak>', "/b": "<Speak>alive</Speak>" },
    steps: [["wait", 5]],
  },
  {
    name: "documents that go round are ended",
    covers: ["1.12 loop guard"],
    at: { "/answer": "<Redirect>{app}/answer</Redirect>" },
    steps: [["wait", 1]],
  },
  {
    name: "a path is resolved against the document",
    covers: ["1.12 relative URL"],
    at: { "/answer": "<Redirect>/b</Redirect>", "/b": "<Speak>here</Speak>" },
    steps: [["wait", 5]],
  },
  {
    name: "Hangup ends at once",
    covers: ["1.12 Hangup", "6.3 hangup"],
    at: { "/answer": "<Speak>a</Speak><Hangup/><Speak>b</Speak>" },
    steps: [["wait", 5]],
  },
  {
    name: "Hangup may be set for later",
    covers: ["1.12 Hangup", "Hangup@schedule"],
    at: { "/answer": '<Hangup schedule="5" reason="busy"/><Wait length="100"/><Speak>never</Speak>' },
    steps: [["wait", 10]],
  },
  {
    name: "the caller's hang-up ends everything",
    covers: ["1.12 caller hangup", "6.3 off"],
    at: { "/answer": '<GetDigits action="{app}/a"><Speak>a very long prompt that takes its time</Speak></GetDigits><Speak>b</Speak>' },
    steps: [
      ["wait", 2],
      ["hang up", "+14155550100"],
      ["wait", 2],
    ],
  },
  {
    name: "an action that fails matters only with redirect",
    covers: ["1.12 action failure", "GetDigits@redirect"],
    at: { "/answer": '<GetDigits action="{app}/a" redirect="false" numDigits="1"/><Speak>next</Speak>', "/a": { status: 500 } },
    steps: [
      ["press", "1"],
      ["wait", 5],
    ],
  },
  {
    name: "a transfer replaces the document",
    covers: ["1.12 transfer"],
    at: { "/answer": '<Speak>a</Speak><Wait length="100"/>', "/t": "<Speak>moved</Speak>" },
    steps: [
      ["wait", 3],
      ["rest", "POST", "Call/{+14155550100}/", { legs: "aleg", aleg_url: "{app}/t", aleg_method: "GET" }],
      ["wait", 5],
    ],
  },
  {
    name: "rc and rp: tried again after a 5xx",
    covers: ["2.2 rc", "2.2 rp"],
    at: {
      "/answer": "<Redirect>{app}/b#rc=2&amp;rp=5xx</Redirect>",
      "/b": [{ status: 503 }, { status: 503 }, "<Speak>third time</Speak>"],
    },
    steps: [["wait", 5]],
  },
  {
    name: "rc=0: not tried again",
    covers: ["2.2 rc"],
    at: { "/answer": "<Redirect>{app}/b#rc=0&amp;rp=all</Redirect>", "/b": [{ status: 503 }, "<Speak>no</Speak>"] },
    steps: [["wait", 5]],
  },
  {
    name: "rp: a 4xx is final unless it says so",
    covers: ["2.2 rp"],
    at: { "/answer": "<Redirect>{app}/b#rc=3</Redirect>", "/b": [{ status: 404 }, "<Speak>no</Speak>"] },
    steps: [["wait", 5]],
  },
  {
    name: "rt and tt: a server that does not answer is given up",
    covers: ["2.2 rt", "2.2 tt", "1.1 time-budget"],
    at: { "/answer": "<Redirect>{app}/b#rt=100&amp;tt=300&amp;rc=1</Redirect>", "/b": { hang: true } },
    steps: [["wait", 1]],
  },
  {
    name: "ct and er: a server that is not there",
    covers: ["2.2 ct", "2.2 er"],
    at: { "/answer": "<Redirect>http://127.0.0.1:9/b#ct=100&amp;er=nearest&amp;rc=0</Redirect>" },
    steps: [["wait", 1]],
  },
];
