import { describe, expect, it } from "vitest";
import { HANGUP_CAUSES, endedBy, hangupCauseName } from "./hangup-causes.ts";
import { MESSAGE_ERRORS, messageErrorName } from "./message-errors.ts";
import { parseTime } from "./plivo-time.ts";

describe("codes", () => {
  it("of hang-ups have names", () => {
    expect(hangupCauseName(4010)).toBe("End Of XML Instructions");
    expect(hangupCauseName(8011)).toBe("Invalid Answer XML");
    expect(hangupCauseName(1234)).toBe("Unknown");
    expect(Object.keys(HANGUP_CAUSES)).toHaveLength(56);
  });

  it("of messages have names and a state", () => {
    expect(messageErrorName("200")).toBe("Blocked by STOP");
    expect(messageErrorName("451")).toBe("Error 451");
    expect(messageErrorName("constructor")).toBe("Error constructor");
    expect(MESSAGE_ERRORS["420"].state).toBe("failed");
    expect(MESSAGE_ERRORS["30"].state).toBe("undelivered");
  });

  it("say who ended a call", () => {
    expect(["Caller", "Callee", "Call recipient", "API Request", "Answer XML", "Plivo", "Carrier", "Error", ""].map(endedBy)).toEqual([
      "caller",
      "callee",
      "callee",
      "us",
      "us",
      "carrier",
      "carrier",
      "carrier",
      "carrier",
    ]);
  });
});

describe("times", () => {
  it.each([
    ["2020-04-08 11:34:33.238707", "2020-04-08T11:34:33.238Z"],
    ["2022-06-28 19:39:04+05:30", "2022-06-28T14:09:04.000Z"],
    ["2022-06-28T19:39:04.5-0700", "2022-06-29T02:39:04.500Z"],
    ["2022-06-28 19:39:04Z", "2022-06-28T19:39:04.000Z"],
    ["2022-13-45 99:99:99", null],
    ["soon", null],
    ["", null],
  ])("%j is %j", (raw, expected) => {
    expect(parseTime(raw)).toBe(expected);
  });
});
