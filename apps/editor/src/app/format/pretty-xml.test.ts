import { expect, test } from "vitest";
import { prettyXml } from "./pretty-xml.ts";

test("indents nested elements and keeps text elements on one line", () => {
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?><Response><GetDigits action="https://a/b?c=1&amp;d=2"><Speak voice="WOMAN">Press 1.</Speak></GetDigits><Redirect>https://x</Redirect><Hangup/></Response>';
  expect(prettyXml(xml)).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      "<Response>",
      '  <GetDigits action="https://a/b?c=1&amp;d=2">',
      '    <Speak voice="WOMAN">Press 1.</Speak>',
      "  </GetDigits>",
      "  <Redirect>https://x</Redirect>",
      "  <Hangup/>",
      "</Response>",
    ].join("\n"),
  );
});

test("a long start tag shows its attributes one a line", () => {
  const xml =
    '<Response><GetDigits action="https://pbx.example.com/carrier/voice/s/token/action" numDigits="1" timeout="5"><Speak>Hi</Speak></GetDigits></Response>';
  expect(prettyXml(xml)).toBe(
    [
      "<Response>",
      "  <GetDigits",
      '      action="https://pbx.example.com/carrier/voice/s/token/action"',
      '      numDigits="1"',
      '      timeout="5">',
      "    <Speak>Hi</Speak>",
      "  </GetDigits>",
      "</Response>",
    ].join("\n"),
  );
});

test("an empty pair stays together and what is no XML is kept", () => {
  expect(prettyXml("<Response></Response>")).toBe("<Response></Response>");
  expect(prettyXml("plain text")).toBe("plain text");
  expect(prettyXml("")).toBe("");
});
