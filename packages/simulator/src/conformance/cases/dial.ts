import type { Case } from "../case.ts";

const ANN = "+14155550142";
const BOB = "+14155550143";
const NEXT = "<Speak>next</Speak>";
const talks = (seconds: number) => ({ answerAfterSeconds: 2, steps: [{ afterSeconds: seconds, hangup: true }] });

function dial(name: string, covers: string[], attributes: string, more: Partial<Case> & { inside?: string } = {}): Case {
  const { inside = `<Number>${ANN}</Number>`, ...rest } = more;
  return {
    name,
    covers,
    steps: [["wait", 40]],
    ...rest,
    at: { "/answer": `<Dial ${attributes}>${inside}</Dial>${NEXT}`, "/d": '<Speak>dialed</Speak><Wait length="2"/>', ...rest.at },
  };
}

/** plivo-platform 1.7, 2.6, 2.7: calling others. */
export const DIAL: Case[] = [
  dial("Dial joins and asks the action", ["1.7 action", "1.12 Dial", "Dial@action"], 'action="{app}/d"', { phones: { [ANN]: talks(5) } }),
  dial("Dial may GET its action", ["Dial@method"], 'action="{app}/d" method="GET"', { phones: { [ANN]: talks(5) } }),
  dial("Dial with redirect=false goes on", ["Dial@redirect", "1.12 Dial"], 'action="{app}/d" redirect="false"', {
    phones: { [ANN]: talks(5) },
  }),
  dial("Dial asks though B is busy", ["1.12 Dial"], 'action="{app}/d"', { phones: { [ANN]: { busy: true } } }),
  dial("Dial asks though B rejects", ["1.12 Dial"], 'action="{app}/d"', { phones: { [ANN]: { reject: true } } }),
  dial("Dial rings so long", ["Dial@timeout", "1.12 Dial"], 'action="{app}/d" timeout="8"', { phones: { [ANN]: { noAnswer: true } } }),
  dial("Dial fails for another reason", ["1.12 Dial"], 'action="{app}/d"', { phones: { [ANN]: { fails: 3050 } } }),
  dial("Dial is cancelled by A", ["1.12 Dial"], 'action="{app}/d" callbackUrl="{app}/leg"', {
    steps: [
      ["wait", 5],
      ["hang up", "+14155550100"],
      ["wait", 3],
    ],
  }),
  dial("Dial lasts so long", ["Dial@timeLimit"], 'action="{app}/d" timeLimit="6"', { phones: { [ANN]: { answerAfterSeconds: 1 } } }),
  dial("Dial shows another caller", ["Dial@callerId", "Dial@callerName"], `callerId="${BOB}" callerName="Desk" callbackUrl="{app}/leg"`, {
    phones: { [ANN]: talks(3) },
  }),
  dial("Dial lets A end B by star", ["Dial@hangupOnStar"], 'hangupOnStar="true" action="{app}/d"', {
    phones: { [ANN]: { answerAfterSeconds: 1 } },
    steps: [
      ["wait", 5],
      ["press", "*"],
      ["wait", 5],
    ],
  }),
  dial(
    "Dial whispers and asks for a key",
    ["Dial@confirmSound", "Dial@confirmKey"],
    'confirmSound="{app}/w" confirmKey="1" action="{app}/d"',
    {
      phones: { [ANN]: { answerAfterSeconds: 1 } },
      at: { "/w": "<Speak>press one</Speak>" },
      steps: [
        ["wait", 4],
        ["press", "2", ANN],
        ["press", "1", ANN],
        ["wait", 2],
        ["hang up", ANN],
        ["wait", 5],
      ],
    },
  ),
  dial(
    "Dial lets go of B who does not confirm",
    ["Dial@confirmKey", "Dial@confirmTimeout"],
    'confirmKey="1" confirmTimeout="4" action="{app}/d"',
    { phones: { [ANN]: { answerAfterSeconds: 1 } } },
  ),
  dial("Dial plays music to A", ["Dial@dialMusic"], 'dialMusic="{app}/m"', {
    phones: { [ANN]: { ...talks(3), answerAfterSeconds: 8 } },
    at: { "/m": "<Play>{app}/waiting.mp3</Play>" },
  }),
  dial(
    "Dial tells what the legs do",
    ["Dial@callbackUrl", "Dial@callbackMethod", "Dial@digitsMatch", "Dial@digitsMatchBLeg"],
    'callbackUrl="{app}/leg" callbackMethod="GET" digitsMatch="12" digitsMatchBLeg="9"',
    {
      phones: { [ANN]: { answerAfterSeconds: 1 } },
      steps: [
        ["wait", 3],
        ["press", "312"],
        ["press", "9", ANN],
        ["say", "hello"],
        ["wait", 2],
        ["hang up", ANN],
        ["wait", 5],
      ],
    },
  ),
  {
    name: "Dial to a number of ours carries SIP headers",
    covers: ["Dial@sipHeaders", "Number@sipHeaders", "User@sipHeaders"],
    outbound: null,
    at: {
      "/answer": [
        '<Dial sipHeaders="CustomId=123,PlivoX=no"><Number sipHeaders="Shift=late">+14155550111</Number></Dial>',
        "<Speak>hello</Speak>",
        '<Dial><User sipHeaders="CustomId=456">sip:desk@example.com</User></Dial>',
      ],
    },
    steps: [
      ["rest", "POST", "Number/", { numbers: "14155550111", carrier: "x", region: "y", app_id: "{app_id}" }],
      ["call", "+14155550100"],
      ["wait", 10],
    ],
  },
  dial("Dial sends keys to who answers", ["Number@sendDigits"], "", {
    inside: `<Number sendDigits="1w2">${ANN}</Number>`,
    phones: { [ANN]: talks(3) },
  }),
  dial("Number shows a caller of its own", ["Number@callerId", "Number@callerName"], 'callbackUrl="{app}/leg"', {
    inside: `<Number callerId="${BOB}" callerName="Bob">${ANN}</Number>`,
    phones: { [ANN]: talks(3) },
  }),
  dial("User is a SIP address", ["User@sendDigits", "User@callerId", "User@callerName"], 'action="{app}/d" callbackUrl="{app}/leg"', {
    inside: `<User sendDigits="7" callerId="${BOB}" callerName="Bob">sip:ann@example.com</User>`,
    phones: { "sip:ann@example.com": talks(3) },
  }),
  dial("User signs in", ["User@sipAuthUsername", "User@sipAuthPassword"], 'action="{app}/d"', {
    inside: '<User sipAuthUsername="ann" sipAuthPassword="password1">sip:ann@example.com</User>',
    phones: { "sip:ann@example.com": { ...talks(3), sip: { username: "ann", password: "password1" } } },
  }),
  dial("User who does not sign in is refused", ["User@sipAuthUsername", "User@sipAuthPassword"], 'action="{app}/d"', {
    inside: '<User sipAuthUsername="ann" sipAuthPassword="password2">sip:ann@example.com</User>',
    phones: { "sip:ann@example.com": { ...talks(3), sip: { username: "ann", password: "password1" } } },
  }),
  dial("several ring together, the first wins", ["1.7 parallel"], 'action="{app}/d" callbackUrl="{app}/leg"', {
    inside: `<Number>${ANN}</Number><Number>${BOB}</Number>`,
    phones: { [ANN]: { answerAfterSeconds: 9 }, [BOB]: talks(4) },
  }),
  {
    name: "one Dial after the other",
    covers: ["1.7 sequential"],
    at: { "/answer": `<Dial timeout="4"><Number>${ANN}</Number></Dial><Dial><Number>${BOB}</Number></Dial>${NEXT}` },
    phones: { [ANN]: { noAnswer: true }, [BOB]: talks(3) },
    steps: [["wait", 30]],
  },
];
