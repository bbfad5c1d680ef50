import { describe, expect, it } from "vitest";
import { messageUnits } from "./message-units.ts";

describe("messageUnits", () => {
  it.each([
    ["", "gsm7", 0, 0],
    ["a".repeat(160), "gsm7", 160, 1],
    ["a".repeat(161), "gsm7", 161, 2],
    ["a".repeat(306), "gsm7", 306, 2],
    ["a".repeat(307), "gsm7", 307, 3],
    ["ÄÖÜß@£\n", "gsm7", 7, 1],
    ["€", "gsm7", 2, 1],
    ["€".repeat(80), "gsm7", 160, 1],
    ["€".repeat(81), "gsm7", 162, 2],
    // 152 + an extended character: it doesn't fit the first part whole, so it goes to the second.
    [`${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 306, 3],
    ["é✓", "ucs2", 2, 1],
    ["✓".repeat(70), "ucs2", 70, 1],
    ["✓".repeat(71), "ucs2", 71, 2],
    ["✓".repeat(134), "ucs2", 134, 2],
    ["✓".repeat(135), "ucs2", 135, 3],
    ["😀".repeat(35), "ucs2", 70, 1],
    // 33 pairs make 66 units; the 67th place stays empty, so that no pair is cut.
    ["😀".repeat(67), "ucs2", 134, 3],
  ])("%.20j…", (text, encoding, length, units) => {
    expect(messageUnits(text)).toMatchObject({ encoding, length, units, tooLong: false });
  });

  it("names the first character that GSM-7 doesn't have", () => {
    expect(messageUnits("Grüße {€}").forcedBy).toBeNull();
    expect(messageUnits("It’s 😀").forcedBy).toBe("’");
    expect(messageUnits("ok 😀").forcedBy).toBe("😀");
  });

  it("says when the carrier would refuse the length", () => {
    expect(messageUnits("a".repeat(1_600)).tooLong).toBe(false);
    expect(messageUnits("a".repeat(1_601)).tooLong).toBe(true);
    expect(messageUnits("✓".repeat(737)).tooLong).toBe(false);
    expect(messageUnits("✓".repeat(738)).tooLong).toBe(true);
  });
});
