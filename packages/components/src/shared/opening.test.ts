import { expect, describe, it } from "vitest";
import { openingAt } from "./opening.ts";
import { type Opening, openingFace, spansOf } from "./opening-hours.ts";
import { written } from "./time.ts";

const WEEK = "09:00-17:00";
const NY: Opening = {
  zone: "America/New_York",
  hours: { monday: WEEK, tuesday: WEEK, wednesday: WEEK, thursday: WEEK, friday: WEEK, saturday: "", sunday: "" },
  holidays: [],
  calendar: "",
};
const at = (opening: Partial<Opening>, when: string) => {
  const { state, holiday, nextOpen } = openingAt({ ...NY, ...opening }, Date.parse(when));
  return [state, holiday, nextOpen === null ? null : written(nextOpen, opening.zone ?? NY.zone)];
};
const always = { monday: "0-24", tuesday: "0-24", wednesday: "0-24", thursday: "0-24", friday: "0-24", saturday: "0-24", sunday: "0-24" };

describe("hours of a week", () => {
  it.each([
    ["the first minute counts", "2026-03-02T14:00:00Z", "open", "2026-03-02T09:00:00-05:00"],
    ["the last doesn't", "2026-03-02T22:00:00Z", "closed", "2026-03-03T09:00:00-05:00"],
    ["a weekend, over which the clocks change", "2026-03-06T22:00:00Z", "closed", "2026-03-09T09:00:00-04:00"],
    ["and back again", "2026-10-30T21:00:00Z", "closed", "2026-11-02T09:00:00-05:00"],
    ["summer time: 09:30 there is 13:30 here", "2026-07-01T13:30:00Z", "open", "2026-07-01T09:30:00-04:00"],
    ["winter time: 08:30 there", "2026-12-01T13:30:00Z", "closed", "2026-12-01T09:00:00-05:00"],
  ])("%s", (_name, when, state, next) => {
    expect(at({}, when)).toEqual([state, "", next]);
  });

  it("may go past midnight, also over the end of the week", () => {
    const hours = { ...NY.hours, saturday: "22:00-02:00", sunday: "22:00-02:00" };
    expect(at({ hours }, "2026-03-01T06:59:00Z")[0]).toBe("open");
    expect(at({ hours }, "2026-03-01T07:00:00Z")).toEqual(["closed", "", "2026-03-01T22:00:00-05:00"]);
    expect(at({ hours }, "2026-03-02T06:30:00Z")[0]).toBe("open");
  });

  it("of a night that loses or gains an hour", () => {
    const hours = { ...NY.hours, saturday: "22:00-04:00", sunday: "01:30-02:30" };
    // 2026-03-08, 02:00 is 03:00: the night is an hour shorter; 02:30 doesn't come, so 03:30 it is.
    expect(at({ hours: { ...hours, sunday: "" } }, "2026-03-08T07:59:00Z")[0]).toBe("open");
    expect(at({ hours: { ...hours, sunday: "" } }, "2026-03-08T08:00:00Z")[0]).toBe("closed");
    expect(at({ hours: { ...hours, saturday: "" } }, "2026-03-08T07:29:00Z")[0]).toBe("open");
    // 2026-11-01, 01:30 comes twice; the first is meant.
    expect(at({ hours: { ...hours, saturday: "" } }, "2026-11-01T05:29:00Z")).toEqual(["closed", "", "2026-11-01T01:30:00-04:00"]);
  });

  it("may be all of them, or none", () => {
    expect(at({ hours: always }, "2026-03-08T06:59:59Z")[0]).toBe("open");
    const none = { monday: "", tuesday: "", wednesday: "", thursday: "", friday: "", saturday: "", sunday: "" };
    expect(at({ hours: none }, "2026-03-08T06:59:59Z")).toEqual(["closed", "", null]);
  });

  it("hold where clocks are half an hour off, and skip a whole day", () => {
    expect(at({ zone: "Asia/Kolkata" }, "2026-03-02T03:30:00Z")[0]).toBe("open");
    // Samoa left out 30 December 2011, a Friday.
    expect(at({ zone: "Pacific/Apia" }, "2011-12-30T04:00:00Z")).toEqual(["closed", "", "2012-01-02T09:00:00+14:00"]);
  });
});

describe("holidays", () => {
  const holidays = [
    { name: "Christmas Eve", date: "12-24", hours: "09:00-12:00" },
    { name: "Holidays", date: "12-25..01-01", hours: "" },
    { name: "Move", date: "2026-06-01..2026-06-02", hours: "" },
  ];
  it.each([
    ["2026-12-24T15:00:00Z", "open", "Christmas Eve", "2026-12-24T10:00:00-05:00"],
    ["2026-12-24T18:00:00Z", "holiday", "Christmas Eve", "2027-01-04T09:00:00-05:00"],
    ["2026-12-31T18:00:00Z", "holiday", "Holidays", "2027-01-04T09:00:00-05:00"],
    ["2027-01-01T18:00:00Z", "holiday", "Holidays", "2027-01-04T09:00:00-05:00"],
    ["2026-06-02T15:00:00Z", "holiday", "Move", "2026-06-03T09:00:00-04:00"],
    ["2027-06-02T15:00:00Z", "open", "", "2027-06-02T11:00:00-04:00"],
  ])("on %s", (when, state, name, next) => {
    expect(at({ holidays }, when)).toEqual([state, name, next]);
  });

  const event = (lines: string) => `BEGIN:VEVENT\r\nUID:${lines.length}\r\n${lines}\r\nEND:VEVENT\r\n`;
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${[
    event("DTSTART;VALUE=DATE:20260703\r\nDTEND;VALUE=DATE:20260704\r\nSUMMARY:Independence Day (observed)"),
    event("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:Thanksgiving"),
    event("DTSTART;VALUE=DATE:20260810\r\nDTEND;VALUE=DATE:20260815\r\nSUMMARY:Company holidays"),
    event("DTSTART;VALUE=DATE:20260901\r\nSTATUS:CANCELLED\r\nSUMMARY:Not this one"),
    event("DTSTART:nonsense\r\nSUMMARY:Broken"),
  ].join("")}END:VCALENDAR\r\n`;
  it.each([
    ["2026-07-03T15:00:00Z", "holiday", "Independence Day (observed)"],
    ["2026-08-10T15:00:00Z", "holiday", "Company holidays"],
    ["2026-08-14T15:00:00Z", "holiday", "Company holidays"],
    ["2026-09-01T15:00:00Z", "open", ""],
    ["2026-09-02T15:00:00Z", "open", ""],
  ])("of a calendar file, on %s", (when, state, name) => {
    expect(at({ calendar }, when).slice(0, 2)).toEqual([state, name]);
  });

  it("of a calendar file come again each year", () => {
    expect(at({ calendar }, "2026-11-26T15:00:00Z").slice(0, 2)).toEqual(["holiday", "Thanksgiving"]);
    expect(at({ calendar }, "2027-11-25T15:00:00Z").slice(0, 2)).toEqual(["holiday", "Thanksgiving"]);
  });

  it("of a file that is none are none, and one that repeats each second for ever takes no longer", () => {
    expect(at({ calendar: "BEGIN:VCALENDAR nonsense END:VCALENDAR" }, "2026-03-02T15:00:00Z")[0]).toBe("open");
    const endless = `BEGIN:VCALENDAR\r\n${event("DTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:x")}END:VCALENDAR`;
    expect(at({ calendar: endless }, "2026-03-02T15:00:00Z")[0]).toBe("open");
  });
});

describe("hours as written", () => {
  it.each([
    ["", []],
    ["closed", []],
    ["9-17", [{ from: 540, to: 1_020 }]],
    [
      "13:00 – 17:00, 09:00-12:30",
      [
        { from: 540, to: 750 },
        { from: 780, to: 1_020 },
      ],
    ],
    ["00:00-24:00", [{ from: 0, to: 1_440 }]],
    ["22:00-02:00", [{ from: 1_320, to: 1_560 }]],
    ["24:00-02:00", null],
    ["9-25", null],
    ["9:60-10", null],
    ["nine to five", null],
  ])("%j", (text, spans) => {
    expect(spansOf(text)).toEqual(spans);
  });

  it("stand on the card in few words", () => {
    const face = (hours: Partial<Opening["hours"]>) => openingFace({ ...NY, hours: { ...NY.hours, ...hours } });
    expect(face({})).toEqual(["Mon–Fri 9–17"]);
    expect(face({ friday: "09:00-12:00" })).toEqual(["Mon–Thu 9–17 · Fri 9–12"]);
    const twice = "09:00-12:30, 13:00-17:00";
    expect(face({ monday: twice, tuesday: twice, wednesday: twice, thursday: twice, friday: twice })).toEqual(["Mon–Fri 9–12:30, 13–17"]);
    expect(face({ friday: "9-12, 13-15", saturday: "22:00-02:00" })).toEqual(["Mon–Thu 9–17 · Fri 9–12, 13–15", "Sat 22–2"]);
    expect(face({ monday: twice, wednesday: "whenever", friday: "00:00-24:00", sunday: twice })).toEqual([
      "Mon 9–12:30, 13–17 · Tue 9–17",
      "Wed whenever · Thu 9–17 · Fri all day · Sun 9–12:30, 13–17",
    ]);
  });
});
