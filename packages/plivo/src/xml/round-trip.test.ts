import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verb } from "../verbs.ts";
import { checkVerbs, fromXml } from "./from-xml.ts";
import { toXml } from "./to-xml.ts";
import { anyVerb, hostileText } from "./verb-arbitrary.ts";
import { cleanText } from "./xml-text.ts";

describe("verbs to XML and back", () => {
  it("gives the same verbs for every element and attribute of the grammar", () => {
    fc.assert(
      fc.property(fc.array(anyVerb, { maxLength: 4 }), (verbs) => {
        expect(fromXml(toXml(verbs), { mode: "strict" })).toEqual({ verbs, problems: [] });
        expect(checkVerbs(verbs)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("lets no text out of its place", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (spoken, hint) => {
        const verbs: Verb[] = [
          { element: "Wait", attributes: { length: 1 } },
          {
            element: "GetInput",
            attributes: { action: "https://flows.example.com/a?x=1&y=2", inputType: "speech", hints: hint },
            children: [{ element: "Speak", body: `say ${spoken}` }],
          },
          { element: "Hangup" },
        ];
        expect(fromXml(toXml(verbs), { mode: "strict" })).toEqual({
          verbs: [
            verbs[0],
            {
              element: "GetInput",
              attributes: { action: "https://flows.example.com/a?x=1&y=2", inputType: "speech", hints: cleanText(hint) },
              children: [{ element: "Speak", body: cleanText(`say ${spoken}`) }],
            },
            verbs[2],
          ],
          problems: [],
        });
      }),
      { numRuns: 1_500 },
    );
  });

  it("reads anything without throwing", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText,
          fc.array(anyVerb).map(toXml),
          hostileText.map((text) => `<Response>${text}</Response>`),
        ),
        (text) => {
          for (const mode of ["strict", "lenient"] as const) {
            const { verbs, problems } = fromXml(text, { mode });
            expect(checkVerbs(verbs)).toEqual([]);
            if (verbs.length === 0 && text.trim() === "") expect(problems).toHaveLength(1);
          }
        },
      ),
      { numRuns: 800 },
    );
  });

  it("reads a mutilated document without throwing, and what it read is sound", () => {
    const mutilated = fc
      .tuple(fc.array(anyVerb, { minLength: 1, maxLength: 3 }).map(toXml), fc.nat(), fc.nat({ max: 6 }), fc.string({ maxLength: 3 }))
      .map(([xml, at, cut, put]) => xml.slice(0, at % xml.length) + put + xml.slice((at % xml.length) + cut));
    fc.assert(
      fc.property(mutilated, (text) => {
        expect(checkVerbs(fromXml(text, { mode: "lenient" }).verbs)).toEqual([]);
      }),
      { numRuns: 800 },
    );
  });
});
