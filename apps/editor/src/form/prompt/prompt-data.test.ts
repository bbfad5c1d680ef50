// @vitest-environment node
import { describe, expect, it } from "vitest";
import { addLanguage, isPrompt, readPart, removeLanguage, spokenText, withTexts } from "./prompt-data.ts";

const part = (item: Parameters<typeof readPart>[0]) => {
  const read = readPart(item);
  if (!read) throw new Error("not a prompt item");
  return read;
};

describe("a prompt item", () => {
  it("keeps what the editor doesn't show", () => {
    expect(withTexts(part({ speak: "a", voice: "MAN", later: 1 }), [["", "b"]])).toEqual({ speak: "b", voice: "MAN", later: 1 });
  });
  it("becomes a text per language and one text again", () => {
    const two = addLanguage(part({ speak: "Hello" }), "es-US", "en-US");
    expect(two).toEqual({ speak: { "en-US": "Hello", "es-US": "" } });
    expect(removeLanguage(part(two), "es-US")).toEqual({ speak: "Hello" });
  });
  it("is recognised among other data", () => {
    expect(isPrompt([{ speak: "a" }, { play: "https://x/y.mp3" }])).toBe(true);
    expect(isPrompt(["a"])).toBe(false);
    expect(isPrompt("a")).toBe(false);
  });
});

it("speaks samples in place of variables and no markup", () => {
  const variables = [{ path: "Menu.digits", type: "text" as const, title: "", sample: "4 2", nodeId: "menu", certain: "always" as const }];
  expect(spokenText("You pressed {{ Menu.digits }}{% if x %}.", variables, false)).toBe("You pressed 4 2.");
  expect(spokenText("Hi<break time='1s'/>there {{ Unknown.x }}", variables, true)).toBe("Hi there ");
});
