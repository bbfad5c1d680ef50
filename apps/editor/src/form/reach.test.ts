// @vitest-environment node
import { expect, it } from "vitest";
import { phoneHint } from "./phone-hint.ts";
import { reachOf } from "./reach.ts";

const sending = { countriesOfServer: null, limits: { countries: ["US", "CA"] } };
const numbers = [
  { number: "+14155550199", voice: true, sms: true },
  { number: "+14155550198", voice: true, sms: false },
];

it.each([
  ["+1 415 555 0199", "Your number, for calls and texts", false],
  ["+1 415 555 0198", "Your number, for calls only", false],
  ["+49 30 901820", "Calls and texts to Germany are switched off", true],
])("says of %s: %s", (written, text, warning) => {
  const reach = reachOf(phoneHint(written), { numbers, sending });
  expect(reach?.text).toContain(text);
  expect(reach?.warning).toBe(warning);
});

it.each(["+1 415 555 0123", "{{ contact.number }}", "12"])("has nothing to say of %s", (written) => {
  expect(reachOf(phoneHint(written), { numbers, sending })).toBeNull();
});

it("says nothing while nothing is known", () => expect(reachOf(phoneHint("+49 30 901820"), {})).toBeNull());
