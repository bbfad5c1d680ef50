import type { Case } from "../case.ts";

const A = 'action="{app}/a"';
const NEXT = "<Speak>next</Speak>";

function digits(name: string, covers: string[], attributes: string, steps: Case["steps"], inside = ""): Case {
  return {
    name,
    covers,
    at: { "/answer": `<GetDigits ${attributes}>${inside}</GetDigits>${NEXT}`, "/a": "<Speak>got it</Speak>" },
    steps: [...steps, ["wait", 15]],
  };
}

function input(name: string, covers: string[], attributes: string, steps: Case["steps"], inside = ""): Case {
  return {
    name,
    covers,
    at: { "/answer": `<GetInput ${A} ${attributes}>${inside}</GetInput>${NEXT}`, "/a": "<Speak>got it</Speak>" },
    steps: [...steps, ["wait", 40]],
  };
}

/** plivo-platform 1.5, 1.6, 2.6: keys and words. */
export const INPUT: Case[] = [
  digits("GetDigits posts the keys, its document goes on", ["GetDigits@action", "GetDigits@finishOnKey", "1.12 GetDigits"], A, [
    ["press", "12#"],
  ]),
  digits("GetDigits without an action drops the keys", ["GetDigits@action"], "", [["press", "12#"]]),
  digits("GetDigits may GET", ["GetDigits@method"], `${A} method="GET"`, [["press", "12#"]]),
  digits("GetDigits with redirect=false goes on", ["GetDigits@redirect", "1.12 GetDigits"], `${A} redirect="false"`, [["press", "1#"]]),
  digits("GetDigits with nothing makes no request", ["GetDigits@timeout", "1.5 no digits"], `${A} timeout="4"`, []),
  digits("GetDigits asks again and again", ["GetDigits@retries"], `${A} timeout="2" retries="3"`, [], "<Speak>again</Speak>"),
  digits("GetDigits ends after the gap between keys", ["GetDigits@digitTimeout"], `${A} digitTimeout="3"`, [
    ["press", "1"],
    ["wait", 2],
    ["press", "2"],
  ]),
  digits("GetDigits ends at its number of keys", ["GetDigits@numDigits"], `${A} numDigits="2"`, [["press", "123"]]),
  digits("GetDigits ends at another key", ["GetDigits@finishOnKey"], `${A} finishOnKey="*"`, [["press", "1#2*"]]),
  digits("GetDigits ends at no key", ["GetDigits@finishOnKey"], `${A} finishOnKey="none" digitTimeout="1"`, [["press", "1#*"]]),
  digits("GetDigits beeps before it listens", ["GetDigits@playBeep"], `${A} playBeep="true" timeout="2"`, []),
  digits(
    "GetDigits refuses other keys with a sound",
    ["GetDigits@validDigits", "GetDigits@invalidDigitsSound"],
    `${A} validDigits="12" invalidDigitsSound="{app}/no.mp3" retries="2" numDigits="1"`,
    [
      ["press", "9"],
      ["wait", 4],
      ["press", "2"],
    ],
  ),
  digits(
    "a key ends the prompt",
    ["1.5 interrupt"],
    `${A} numDigits="1"`,
    [
      ["wait", 1],
      ["press", "5"],
    ],
    "<Speak>a very long prompt that takes its time to be said</Speak>",
  ),

  input("GetInput posts keys", ["GetInput@action", "GetInput@inputType", "1.12 GetInput"], 'inputType="dtmf"', [["press", "12#"]]),
  input("GetInput posts words", ["GetInput@inputType", "GetInput@speechEndTimeout"], 'inputType="speech" speechEndTimeout="3"', [
    ["say", "hello"],
    ["wait", 2],
    ["say", "there"],
  ]),
  input("GetInput takes what comes first", ["GetInput@inputType"], 'inputType="dtmf speech" method="GET"', [["say", "sales"]]),
  input("GetInput may GET", ["GetInput@method"], 'inputType="dtmf" method="GET" numDigits="1"', [["press", "1"]]),
  input(
    "GetInput with nothing makes no request",
    ["GetInput@executionTimeout", "1.6 nothing"],
    'inputType="dtmf" executionTimeout="6"',
    [],
  ),
  input("GetInput gives up on a first input", ["GetInput@startInputTimeout"], 'inputType="dtmf" startInputTimeout="3"', []),
  input("GetInput asks again", ["GetInput@retries"], 'inputType="dtmf" executionTimeout="5" retries="2"', [], "<Speak>again</Speak>"),
  input("GetInput ends after the gap between keys", ["GetInput@digitEndTimeout"], 'inputType="dtmf" digitEndTimeout="4"', [
    ["press", "1"],
    ["wait", 3],
    ["press", "2"],
  ]),
  input("GetInput ends at its number of keys", ["GetInput@numDigits"], 'inputType="dtmf" numDigits="2"', [["press", "123"]]),
  input("GetInput ends at another key", ["GetInput@finishOnKey"], 'inputType="dtmf" finishOnKey="*"', [["press", "1#2*"]]),
  input("GetInput with redirect=false goes on", ["GetInput@redirect", "1.12 GetInput"], 'inputType="dtmf" redirect="false" numDigits="1"', [
    ["press", "1"],
  ]),
  input(
    "GetInput tells what it understands so far",
    ["GetInput@interimSpeechResultsCallback", "GetInput@interimSpeechResultsCallbackMethod"],
    'inputType="speech" interimSpeechResultsCallback="{app}/interim" interimSpeechResultsCallbackMethod="GET"',
    [
      ["say", "my number is"],
      ["wait", 1],
      ["say", "five"],
    ],
  ),
];
