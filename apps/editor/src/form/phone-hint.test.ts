// @vitest-environment node
import { expect, it } from "vitest";
import { phoneHint } from "./phone-hint.ts";

it.each([
  ["+1 (415) 555-0123", "+14155550123"],
  ["14155550123", "+14155550123"],
  ["0044 20 7946 0018", "+442079460018"],
])("reads %s", (text, e164) => expect(phoneHint(text)).toMatchObject({ e164 }));

it("says where a number lies", () => expect(phoneHint("+442079460018")).toMatchObject({ text: "United Kingdom · +44 20 7946 0018" }));
it.each(["+1 415", "hello", "+999"])("says what is wrong with %s", (text) => expect(phoneHint(text)).toHaveProperty("problem"));
it.each(["", "{{ Start.call.from }}", "sip:ann@example.com"])("says nothing of %o", (text) => expect(phoneHint(text)).toBeNull());
