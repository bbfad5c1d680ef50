// @vitest-environment jsdom
import { expect, it } from "vitest";
import { nearestField } from "./use-reveal.ts";

it("finds the field, else the one around it, else the fold that hides it", () => {
  const frame = document.createElement("div");
  frame.innerHTML = `<div data-field="choices"><div data-field="choices.0"></div></div><div data-more="noInputPrompt language"></div>`;
  const at = (path: string) => nearestField(frame, path)?.outerHTML.slice(0, 40);
  expect(at("choices.0.key")).toContain('"choices.0"');
  expect(at("choices.7.key")).toContain('"choices"');
  expect(at("language")).toContain("data-more");
  expect(nearestField(frame, "nothing")).toBeNull();
});
