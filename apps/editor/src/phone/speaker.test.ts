import { expect, test } from "vitest";
import { bestVoice } from "./speaker.ts";

const voice = (lang: string, localService = false) => ({ lang, localService, name: `${lang}${localService}` });

test("takes the region's own voice before another of the same language", () => {
  expect(bestVoice([voice("en-US"), voice("en_GB"), voice("de-DE")], "en-GB")?.lang).toBe("en_GB");
  expect(bestVoice([voice("de-DE"), voice("en-AU")], "en-GB")?.lang).toBe("en-AU");
});

test("prefers a voice of the machine over one of the net, but not over the region", () => {
  expect(bestVoice([voice("en-US"), voice("en-US", true)], "en-US")?.localService).toBe(true);
  expect(bestVoice([voice("en-US", true), voice("en-GB")], "en-GB")?.lang).toBe("en-GB");
});

test("speaks no language with another's voice", () => {
  expect(bestVoice([voice("de-DE", true)], "en-US")).toBeNull();
  expect(bestVoice([], "en-US")).toBeNull();
});
