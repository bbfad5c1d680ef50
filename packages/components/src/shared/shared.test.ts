import { LIMITS, TIMING } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { describe, expect, it } from "vitest";
import { looksCallable, tidyNumber } from "./addresses.ts";
import { askVerbs, type Question } from "./ask.ts";
import { carrierDeadline } from "./deadline.ts";
import { countryOf, toNumber } from "./numbers.ts";
import { pickLanguage, promptFace } from "./prompt.ts";
import { speakVerbs } from "./prompt-verbs.ts";
import { parseSsml } from "./ssml.ts";
import { nameFrom, plain, shorten, withoutBraces } from "./text.ts";
import { momentOf } from "./time.ts";
import { isTruthy, readAs } from "./values.ts";

describe("a long text", () => {
  const text = "This is a sentence of some length. ".repeat(250);
  it("is spoken in pieces that the carrier takes, cut between sentences, with nothing lost", () => {
    const verbs = speakVerbs(text, "en-US");
    expect(verbs.length).toBe(3);
    for (const verb of verbs) {
      expect(verb.body?.length).toBeLessThanOrEqual(LIMITS.speakCharacters);
      expect(verb.body).toMatch(/^This .*length\.$/s);
    }
    expect(verbs.map((verb) => verb.body).join(" ")).toBe(text.trim());
  });

  it("is cut even where there is no place to cut", () => {
    const verbs = speakVerbs("x".repeat(7_000), "en-US");
    expect(verbs.map((verb) => verb.body?.length)).toEqual([3_000, 3_000, 1_000]);
  });

  it("is not spoken at all when it is blank", () => {
    expect(speakVerbs(" \n ", "en-US")).toEqual([]);
  });
});

describe("speech markup", () => {
  it.each([
    ["<p>One</p>", null],
    ["a < b", "begins no tag"],
    ["<script>x</script>", "<script> is not supported"],
    ["<p>One", "<p> is never closed"],
    ["One</p>", "</p> closes nothing"],
    ["<p><s>One</p></s>", "</p> closes nothing"],
    ["<s><p>One</p></s>", "<p> can't stand inside <s>"],
    ['<break length="1"/>', "<break> has no attribute length"],
    ["<break time=1s/>", "begins no tag"],
  ])("%s", (text, problem) => {
    const read = parseSsml(text);
    if (problem) expect("problem" in read && read.problem).toContain(problem);
    else expect(read).toHaveProperty("children");
  });
});

describe("a moment", () => {
  it.each([
    ["2026-12-01T09:00", "America/New_York", "2026-12-01T14:00:00.000Z"],
    ["2026-07-01 09:00:30", "Europe/Berlin", "2026-07-01T07:00:30.000Z"],
    ["2026-07-01T09:00Z", "Europe/Berlin", "2026-07-01T09:00:00.000Z"],
    ["2026-07-01T09:00+0530", "nowhere", "2026-07-01T03:30:00.000Z"],
    // Clocks go from 02:00 to 03:00: the hour between never comes.
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00.000Z"],
    // Clocks go from 02:00 back to 01:00: the hour comes twice, the first one counts.
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-06-01T00:00", "Pacific/Kiritimati", "2026-05-31T10:00:00.000Z"],
  ])("%s in %s", (written, zone, moment) => {
    const found = momentOf(written, zone);
    expect(found === null ? null : new Date(found).toISOString()).toBe(moment);
  });

  it.each([
    ["2026-02-31T09:00", "UTC"],
    ["2026-12-01", "UTC"],
    ["2026-12-01T25:00", "UTC"],
    ["2026-12-01T09:00", "Mars/Olympus"],
    ["tomorrow", "UTC"],
  ])("%s in %s is none", (written, zone) => {
    expect(momentOf(written, zone)).toBeNull();
  });
});

describe("numbers", () => {
  it.each([
    ["+1 (415) 555-0100", null, "+14155550100"],
    ["4155550142", "+14155550100", "+14155550142"],
    ["020 7946 0018", "+442079460000", "+442079460018"],
    ["00442079460018", "+4930123456", "+442079460018"],
    ["442079460018", "+14155550100", "+442079460018"],
    ["12345", "+14155550100", null],
    ["call me", null, null],
  ])("%s near %s", (text, near, number) => {
    expect(toNumber(text, near)).toBe(number);
  });

  it("have a country, unless they are SIP addresses or short codes", () => {
    expect(countryOf("+4930123456")).toEqual({ iso2: "DE", name: "Germany" });
    expect(countryOf("sip:ann@example.com")).toEqual({ iso2: "", name: "" });
    expect(countryOf("12345")).toEqual({ iso2: "", name: "" });
  });

  it("are recognised by their shape", () => {
    expect(tidyNumber("+1 (415) 555-0100")).toBe("+14155550100");
    expect(tidyNumber("911")).toBeNull();
    expect(["+14155550100", "sip:ann@example.com", "{{ vars.agent }}", "Ann", ""].map(looksCallable)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("values", () => {
  it("are read as their type", () => {
    expect(readAs("number", " 4.5 ")).toEqual({ value: 4.5 });
    expect(readAs("number", "")).toBeNull();
    expect(readAs("boolean", "Yes")).toEqual({ value: true });
    expect(readAs("boolean", "perhaps")).toBeNull();
    expect(readAs("text", { a: 1 })).toEqual({ value: '{"a":1}' });
    expect(readAs("json", "{")).toBeNull();
    expect(readAs("phone", "nobody")).toBeNull();
  });

  it("are true as in PHLO", () => {
    expect([1, -1, "TRUE", "maybe", {}, []].map(isTruthy)).not.toContain(false);
    expect([0, "0", "False", "", null, undefined].map(isTruthy)).not.toContain(true);
  });
});

describe("texts", () => {
  it("give names", () => {
    expect(nameFrom("Ask", "Please enter your extension, then press pound.", 2)).toBe("Ask_extension");
    expect(nameFrom("Say", "Hello {{ Start.call.from }}! Your order has shipped.")).toBe("Say_order_has_shipped");
    expect(nameFrom("Say", "Please, thank you.")).toBeNull();
    expect(nameFrom("Say", "{% if vip %}Dear{% endif %} {{{ odd }} order {{ shipped")).toBe("Say_dear_order_shipped");
    expect(nameFrom("Say", `${"{{ ".repeat(50_000)}shipped {% order %} now`)).toBe("Say_shipped");
  });

  it("stand on a card without their braces", () => {
    expect(withoutBraces("sip:{{  vars.desk -}}@{{- vars.pbx }}")).toBe("sip:vars.desk@vars.pbx");
    expect(withoutBraces(`a${" ".repeat(50_000)}b`)).toBe("a b");
  });

  it("are compared without case, accents and punctuation", () => {
    expect(plain("  Café-Crème, S'il vous plaît! ")).toBe("cafe creme s il vous plait");
  });

  it("are shortened at a word", () => {
    expect(shorten("Press 1 for sales, 2 for support", 20)).toBe("Press 1 for sales…");
    expect(shorten("short", 20)).toBe("short");
  });

  it("are chosen by language, then its family, then the flow's", () => {
    const source = { "en-US": "Hello", "es-US": "Hola", "pt-BR": "Olá" };
    expect(pickLanguage(source, "es-MX", "en-US")).toEqual({ value: "Hola", language: "es-US" });
    expect(pickLanguage(source, "de-DE", "pt-PT")).toEqual({ value: "Olá", language: "pt-BR" });
    expect(pickLanguage(source, "de-DE", "fr-FR")).toEqual({ value: "Hello", language: "en-US" });
    expect(pickLanguage("Hello", "de-DE", "fr-FR")).toEqual({ value: "Hello", language: "de-DE" });
  });

  it("stand on a card with what is not shown", () => {
    expect(promptFace([{ speak: { "en-GB": "Press 1", "fr-FR": "Tapez 1" } }, { play: "https://a.test/b.mp3" }])).toEqual([
      "“Press 1” EN-GB +2",
    ]);
    expect(promptFace([{ play: "https://a.test/dir/jingle.mp3?x=1" }])).toEqual(["♪ jingle.mp3"]);
  });
});

describe("a deadline", () => {
  const speak: Verb = { element: "Speak", body: "x".repeat(80) };
  it("leaves time for everything that is heard", () => {
    expect(carrierDeadline([speak, { element: "Wait", attributes: { length: 20 } }], 5)).toBe(10 + 20 + 5 + 1_800);
    expect(carrierDeadline([{ element: "GetDigits", children: [{ ...speak, attributes: { loop: 3 } }] }], 5)).toBe(30 + 5 + 1_800);
  });

  it("is never longer than a call", () => {
    expect(carrierDeadline([{ element: "Play", body: "https://a.test/b.mp3", attributes: { loop: 0 } }], 5)).toBe(TIMING.callMaxSeconds);
  });
});

describe("hints", () => {
  const question: Question = {
    prompt: [],
    interruptible: true,
    input: "speech",
    maxDigits: 1,
    finishKey: "none",
    timeoutSeconds: 5,
    hints: Array.from({ length: 600 }, (_, index) => `phrase number ${index}`),
    language: "en-US",
    sensitive: false,
  };
  it("stay within what the carrier takes", () => {
    const [verb] = askVerbs(question, { action: "https://a.test/x" });
    const hints = verb?.element === "GetInput" ? String(verb.attributes.hints) : "";
    expect(hints.length).toBeLessThanOrEqual(10_000);
    expect(hints.split(",").length).toBe(500);
  });
});
