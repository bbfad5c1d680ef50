import { describe, expect, it } from "vitest";
import { fromXml } from "./from-xml.ts";

function read(inner: string, mode: "strict" | "lenient" = "strict"): { verbs: unknown[]; found: string[] } {
  const { verbs, problems } = fromXml(`<Response>${inner}</Response>`, { mode });
  return { verbs, found: problems.map(({ level, code, path }) => `${level} ${code} ${path}`) };
}

describe("fromXml", () => {
  it("reads what people write: declaration, indentation, comments, CDATA, references", () => {
    const { verbs, problems } = fromXml(
      `\uFEFF<?xml version="1.0" encoding="utf-8"?>
      <!-- menu -->
      <Response>
        <GetDigits action="https://x.example/a?b=1&amp;c=2" numDigits="1" playBeep="TRUE">
          <Speak>Press <![CDATA[<1>]]> or&#x20;2</Speak>
          <Play loop="0">
            https://x.example/a.mp3
          </Play>
        </GetDigits>
      </Response>`,
      { mode: "strict" },
    );
    expect(problems).toEqual([]);
    expect(verbs).toEqual([
      {
        element: "GetDigits",
        attributes: { action: "https://x.example/a?b=1&c=2", numDigits: 1, playBeep: true },
        children: [
          { element: "Speak", body: "Press <1> or 2" },
          { element: "Play", attributes: { loop: 0 }, body: "https://x.example/a.mp3" },
        ],
      },
    ]);
  });

  it.each([
    ["", "xml_malformed"],
    ["   ", "xml_malformed"],
    ["hello", "xml_malformed"],
    ['{"Response":{}}', "xml_malformed"],
    ["<Response>", "xml_malformed"],
    ["<Response><!----", "xml_malformed"],
    ["<Response/><Response/>", "xml_malformed"],
    ["<Response><Speak>a & b</Speak></Response>", "xml_malformed"],
    ['<!DOCTYPE Response [<!ENTITY a "b">]><Response><Speak>&a;</Speak></Response>', "xml_malformed"],
    ['\n<?xml version="1.0"?><Response/>', "xml_malformed"],
    ["<html></html>", "wrong_root"],
    ["<response/>", "wrong_root"],
    [`<Response>${"<Speak>".repeat(40)}${"</Speak>".repeat(40)}</Response>`, "xml_too_deep"],
    [`<Response><Speak>${"x".repeat(102_400)}</Speak></Response>`, "xml_too_large"],
  ])("is an error in both modes: %.60s", (text, code) => {
    for (const mode of ["strict", "lenient"] as const) {
      const { verbs, problems } = fromXml(text, { mode });
      expect(verbs).toEqual([]);
      expect(problems.map((problem) => [problem.level, problem.code])).toEqual([["error", code]]);
    }
  });

  it.each([
    ["<Say>hi</Say>", "unknown_element /Response/Say[1]"],
    ["<speak>hi</speak>", "unknown_element /Response/speak[1]"],
    ["<Reject/>", "unknown_element /Response/Reject[1]"],
    ["<Number>14155550100</Number>", "bad_nesting /Response/Number[1]"],
    ["<GetDigits><Dial><Number>14155550100</Number></Dial></GetDigits>", "bad_nesting /Response/GetDigits[1]/Dial[1]"],
    ["<Speak/>", "missing_body /Response/Speak[1]"],
    ["<Play> </Play>", "missing_body /Response/Play[1]"],
    ["<Play>not a url</Play>", "bad_body /Response/Play[1]"],
    ["<Play>ftp://x.example/a.mp3</Play>", "bad_body /Response/Play[1]"],
    ["<DTMF>12a</DTMF>", "bad_body /Response/DTMF[1]"],
    ["<Dial/>", "missing_children /Response/Dial[1]"],
    ['<GetInput inputType="dtmf"/>', "missing_attribute /Response/GetInput[1]"],
    ['<GetInput action="https://x.example/"/>', "missing_attribute /Response/GetInput[1]"],
    ["<Message src='14155550100'>hi</Message>", "missing_attribute /Response/Message[1]"],
    ["<MultiPartyCall>room</MultiPartyCall>", "missing_attribute /Response/MultiPartyCall[1]"],
    ["<Hangup>now</Hangup>", "unexpected_text /Response/Hangup[1]"],
    ["words<Hangup/>", "unexpected_text /Response"],
    ['<Wait length="0"/>', "bad_attribute /Response/Wait[1]/@length"],
    ['<Wait length="2s"/>', "bad_attribute /Response/Wait[1]/@length"],
    ['<Redirect method="PUT">https://x.example/</Redirect>', "bad_attribute /Response/Redirect[1]/@method"],
    ['<Hangup/><Hangup reason="tired"/>', "bad_attribute /Response/Hangup[2]/@reason"],
    ['<Speak loop="often">hi</Speak>', "bad_attribute /Response/Speak[1]/@loop"],
    ['<Speak voice="MAN" language="da-DK">hej</Speak>', "unsupported_language /Response/Speak[1]"],
    ['<Speak language="xx-XX">hi</Speak>', "unsupported_language /Response/Speak[1]"],
    ['<Speak voice="Polly.Amy"><b>hi</b></Speak>', "unknown_element /Response/Speak[1]/b[1]"],
  ])("strict says error, lenient says warning: %s", (inner, expected) => {
    expect(read(inner).found).toContain(`error ${expected}`);
    const lenient = read(inner, "lenient").found;
    expect(lenient).toContain(`warning ${expected}`);
    expect(lenient.filter((line) => line.startsWith("error"))).toEqual([]);
  });

  it("skips the faulty part and keeps the rest", () => {
    expect(read('<Say>x</Say><Wait length="x"/><GetDigits><Speak>a</Speak><Dial/></GetDigits><Hangup/>', "lenient").verbs).toEqual([
      { element: "Wait" },
      { element: "GetDigits", children: [{ element: "Speak", body: "a" }] },
      { element: "Hangup" },
    ]);
  });

  it("ignores an attribute it does not know, with a warning", () => {
    const { verbs, found } = read('<Speak shout="true" constructor="x">hi</Speak>');
    expect(verbs).toEqual([{ element: "Speak", body: "hi" }]);
    expect(found).toEqual([
      "warning unknown_attribute /Response/Speak[1]/@shout",
      "warning unknown_attribute /Response/Speak[1]/@constructor",
    ]);
  });

  it("is not fooled by names that every object has", () => {
    expect(read("<constructor/><__proto__/><constructor/>").found).toEqual([
      "error unknown_element /Response/constructor[1]",
      "error unknown_element /Response/__proto__[1]",
      "error unknown_element /Response/constructor[2]",
    ]);
  });

  it("writes choices as the docs do, whatever their case", () => {
    expect(read('<MultiPartyCall role="agent">desk</MultiPartyCall><Redirect method="get">/next</Redirect>').verbs).toEqual([
      { element: "MultiPartyCall", attributes: { role: "Agent" }, body: "desk" },
      { element: "Redirect", attributes: { method: "GET" }, body: "/next" },
    ]);
  });
});
