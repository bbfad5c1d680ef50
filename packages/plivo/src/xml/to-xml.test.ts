import { describe, expect, expectTypeOf, it } from "vitest";
import { type LooseVerb, type NumberVerb, type Verb, type VerbOf, withDefaults } from "../verbs.ts";
import { XmlError } from "./problem.ts";
import { MAX_XML_BYTES, toXml } from "./to-xml.ts";

/** What a store may hand back: shapes no compiler has seen. */
function asVerbs(...verbs: LooseVerb[]): Verb[] {
  return verbs as Verb[];
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof XmlError) return error.code;
    throw error;
  }
  return "nothing thrown";
}

describe("toXml", () => {
  it("writes elements, attributes, bodies and children", () => {
    expect(
      toXml([
        { element: "Speak", attributes: { language: "en-US", loop: 2 }, body: "Hello" },
        {
          element: "Dial",
          attributes: { callerId: "14155550100", hangupOnStar: false },
          children: [
            { element: "Number", attributes: { sendDigits: "wwww1410" }, body: "14155550101" },
            { element: "User", body: "sip:ann@phone.plivo.com" },
          ],
        },
        { element: "Hangup" },
      ]),
    ).toBe(
      '<Response><Speak language="en-US" loop="2">Hello</Speak><Dial callerId="14155550100" hangupOnStar="false">' +
        '<Number sendDigits="wwww1410">14155550101</Number><User>sip:ann@phone.plivo.com</User></Dial><Hangup/></Response>',
    );
    expect(toXml([])).toBe("<Response/>");
  });

  it("writes speech markup with text between it", () => {
    expect(
      toXml([
        {
          element: "Speak",
          attributes: { voice: "Polly.Joanna" },
          body: "Wait ",
          children: [
            { element: "break", attributes: { time: "500ms" } },
            { element: "#text", body: " then " },
            { element: "say-as", attributes: { "interpret-as": "telephone" }, body: "4155550100" },
          ],
        },
      ]),
    ).toBe(
      '<Response><Speak voice="Polly.Joanna">Wait <break time="500ms"/> then <say-as interpret-as="telephone">4155550100</say-as></Speak></Response>',
    );
  });

  it("leaves out attributes without a value, and a Speak with nothing to say", () => {
    expect(
      toXml([
        { element: "Speak", body: " \u0007 " },
        { element: "Speak" },
        { element: "Wait", attributes: { length: 2, beep: undefined } },
      ]),
    ).toBe('<Response><Wait length="2"/></Response>');
  });

  it("escapes markup and drops characters that XML cannot hold", () => {
    expect(toXml([{ element: "Speak", body: "a<b>&\"'\u0000\u0008\uD800\uFFFF\r\n😀" }])).toBe(
      "<Response><Speak>a&lt;b&gt;&amp;\"'&#13;\n😀</Speak></Response>",
    );
    expect(
      toXml([{ element: "Dial", attributes: { callerName: `"'<&>\n\t\u0001` }, children: [{ element: "Number", body: "14155550101" }] }]),
    ).toContain('callerName="&quot;&#39;&lt;&amp;&gt;&#10;&#9;"');
  });

  it("refuses a document over 100 KB, counted in bytes", () => {
    const room = MAX_XML_BYTES - "<Response><Speak></Speak></Response>".length;
    expect(Buffer.byteLength(toXml([{ element: "Speak", body: "x".repeat(room) }]))).toBe(MAX_XML_BYTES);
    expect(codeOf(() => toXml([{ element: "Speak", body: "x".repeat(room + 1) }]))).toBe("xml_too_large");
    expect(codeOf(() => toXml([{ element: "Speak", body: "é".repeat(room / 2 + 1) }]))).toBe("xml_too_large");
  });

  it("writes nothing outside the grammar, whatever a store hands back", () => {
    expect(codeOf(() => toXml(asVerbs({ element: "Say", body: "hi" })))).toBe("xml_unknown_element");
    expect(codeOf(() => toXml(asVerbs({ element: "constructor" })))).toBe("xml_unknown_element");
    expect(codeOf(() => toXml(asVerbs({ element: 'Speak x="1"', body: "hi" })))).toBe("xml_unknown_element");
    expect(codeOf(() => toXml(asVerbs({ element: "Speak", attributes: { 'a="b" c': 1 }, body: "hi" })))).toBe("xml_unknown_attribute");
    expect(codeOf(() => toXml(asVerbs({ element: "Speak", attributes: { toString: "x" }, body: "hi" })))).toBe("xml_unknown_attribute");
    expect(codeOf(() => toXml(asVerbs({ element: "Number", body: "14155550101" })))).toBe("xml_bad_nesting");
    expect(codeOf(() => toXml(asVerbs({ element: "Dial", children: [{ element: "Speak", body: "hi" }] })))).toBe("xml_bad_nesting");
  });
});

describe("types of verbs", () => {
  it("follow the table", () => {
    expectTypeOf<{ element: "Redirect"; body: string }>().toExtend<Verb>();
    expectTypeOf<{ element: "Redirect" }>().not.toExtend<Verb>();
    expectTypeOf<{ element: "GetInput"; attributes: { inputType: "dtmf" } }>().not.toExtend<Verb>();
    expectTypeOf<{ element: "Say"; body: string }>().not.toExtend<Verb>();
    expectTypeOf<{ element: "Hangup"; body: string }>().not.toExtend<Verb>();
    expectTypeOf<NumberVerb>().not.toExtend<Verb>();
    expectTypeOf<NonNullable<VerbOf<"Dial">["children"]>[number]>().toEqualTypeOf<VerbOf<"Number" | "User">>();
    expectTypeOf<NonNullable<VerbOf<"Record">["attributes"]>["fileFormat"]>().toEqualTypeOf<"mp3" | "wav" | undefined>();
  });

  it("fill in the carrier's defaults", () => {
    const filled = withDefaults<"GetDigits">({ element: "GetDigits", attributes: { timeout: 9, retries: undefined } });
    expectTypeOf(filled.timeout).toEqualTypeOf<number>();
    expectTypeOf(filled.action).toEqualTypeOf<string | undefined>();
    expect(filled).toMatchObject({ timeout: 9, retries: 1, finishOnKey: "#", numDigits: 99, redirect: true });
    expect(filled.action).toBeUndefined();
  });
});
