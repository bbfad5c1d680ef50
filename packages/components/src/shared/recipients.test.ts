import { expect, test } from "vitest";
import { partiesOf } from "./parties.ts";
import { checkRecipients, nameOfRecipients, recipientsFace, recipientsOf } from "./recipients.ts";

test.each<[string[], string[]]>([
  [["+14155550142"], ["+14155550142"]],
  [
    ["+14155550142, +14155550143", " ", "+14155550142"],
    ["+14155550142", "+14155550143"],
  ],
  [['["+14155550142",14155550143]'], ["+14155550142", "14155550143"]],
  [["a\nb"], ["a", "b"]],
  [['[{"number":"+1"}]', "[", ""], []],
  [["sip:ann@example.com;transport=tcp"], ["sip:ann@example.com;transport=tcp"]],
])("%j names %j", (to, expected) => {
  expect(recipientsOf(to)).toEqual(expected);
});

test("parties are called once, however their number is written", () => {
  expect(partiesOf(["+1 (415) 555-0142", "14155550142", "sip:ann@example.com", "Ann", "+1415"])).toEqual({
    parties: ["+14155550142", "sip:ann@example.com"],
    refused: ["Ann", "+1415"],
  });
});

test("what can't be called is named with its place", () => {
  expect(checkRecipients(["+14155550142", "{{ vars.x }}", "Ann"], "call")).toEqual([
    { level: "error", code: "bad_recipient", message: "“Ann” can't be called. Write a number such as +14155550142.", field: "to.2" },
  ]);
  expect(checkRecipients([" "], "text")[0]?.code).toBe("to_missing");
});

test("a card shows the first and how many more", () => {
  expect(recipientsFace(["{{ contact.number }}"])).toBe("contact.number");
  expect(recipientsFace(["+14155550142", "", "+14155550143"])).toBe("+1 415 555 0142 +1");
  expect(recipientsFace(["+442079460000"])).toBe("+442079460000");
  expect(recipientsFace(["sip:{{ Start.call.to }}@{{vars.pbx}}"])).toBe("sip:Start.call.to@vars.pbx");
});

test.each<[string[], string | null]>([
  [["{{ vars.engineer }}", "+14155550142"], "Ring_engineer"],
  [["{{ contact.number }}"], "Ring_contact"],
  [["{{ Start.http.params.customer | strip }}"], "Ring_customer"],
  [["sip:ann@example.com"], "Ring_ann"],
  [["", "+1 (415) 555-0142"], "Ring_0142"],
  [["Ann"], null],
  [[], null],
])("%j suggests the name %s", (to, name) => {
  expect(nameOfRecipients("Ring", to)).toBe(name);
});
