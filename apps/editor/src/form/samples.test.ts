import { expect, it } from "vitest";
import { givenSamples } from "./samples.ts";

it("puts the sample of each variable where a run would have its value", () => {
  const choices = [
    { path: "Start.call.from", type: "phone", sample: "+14155550100" },
    { path: "Menu.digits", type: "text", sample: "1" },
    { path: "Menu.attempts", type: "number", sample: "2" },
    { path: "vars.vip", type: "boolean", sample: "true" },
    { path: "Ask.response", type: "json", sample: null },
    { path: "run.id", type: "text", sample: "x" },
    { path: "now", type: "date", sample: "2026-03-02T14:30:00.000Z" },
  ] as const;
  expect(givenSamples(choices)).toEqual({
    Start: { call: { from: "+14155550100" } },
    Menu: { digits: "1", attempts: 2 },
    vars: { vip: true },
  });
});
