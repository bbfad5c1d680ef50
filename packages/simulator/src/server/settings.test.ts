import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PLATFORM_CHOICES } from "../choices.ts";
import { readChoices, readLimits } from "./settings.ts";

describe("settings of the command", () => {
  it("are read by the kind of their default", () => {
    expect(readChoices(["plusInNumbers=true", "playSeconds=1.5", "mpcStatusTo=first"])).toEqual({
      ok: true,
      value: { plusInNumbers: true, playSeconds: 1.5, mpcStatusTo: "first" },
    });
    expect(readLimits(["callsPerSecond=2"])).toEqual({ ok: true, value: { callsPerSecond: 2 } });
    expect(readChoices([])).toEqual({ ok: true, value: {} });
  });

  it.each([
    ["speed=1", /There is no choice "speed"; there are plusInNumbers/],
    ["plusInNumbers=maybe", /takes true or false, not "maybe"/],
    ["playSeconds=soon", /takes a number/],
    ["mpcStatusTo=some", /takes all or first, not "some"/],
    ["createCallStatus=404", /takes 200 or 201/],
    ["eventOfRedirect", /takes a word such as Redirect/],
  ])("refuse %s with a sentence", (given, message) => {
    const read = readChoices([given]);
    expect(read.ok ? "" : read.message).toMatch(message);
  });

  it("are all listed in the README with their defaults", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const rows = Object.entries(PLATFORM_CHOICES).map(([name, value]) => `| \`${name}\` | ${String(value)} |`);
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });
});
