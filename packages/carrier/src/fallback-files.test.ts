import { fromXml } from "@cordboard/plivo";
import { expect, it } from "vitest";
import { fallbackFiles } from "./fallback-files.ts";

function read(text: string) {
  const { verbs, problems } = fromXml(text, { mode: "strict" });
  expect(problems).toEqual([]);
  return verbs;
}

it("waits and comes back ten times by address, then apologises: each file a document that the carrier accepts", () => {
  const files = fallbackFiles("https://flows.example.com/");
  const names = [...files.keys()];
  expect(names).toEqual(["fallback.xml", ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((turn) => `fallback-${turn}.xml`)]);
  const verbs = [...files.values()].map((text) => read(text));
  verbs.slice(0, 10).forEach((document, i) => {
    expect(document).toMatchObject([
      { element: "Wait", attributes: { length: 3 } },
      { element: "Redirect", body: `https://flows.example.com/carrier/voice/fallback/${i + 1}#ct=2000&rt=15000&rc=5&rp=ct,rt,5xx` },
    ]);
  });
  expect(verbs[10]).toMatchObject([{ element: "Speak", body: expect.stringContaining("sorry") }, { element: "Hangup" }]);
  expect(fallbackFiles("https://x.example.com", "Nobody is here & now.").get("fallback-10.xml")).toContain("Nobody is here &amp; now.");
});
