import { createDestinationGuard } from "@cordboard/carrier";
import { fromE164, isE164, isSipAddress, messageUnits, parseDestination, toE164 } from "@cordboard/plivo";
import type { Chance } from "../chance.ts";
import { damaged, hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";

const WORDS = [
  "+",
  "00",
  "011",
  "+1",
  "1415",
  "5550100",
  "+44",
  "+88216",
  "+1900",
  "0",
  "(415)",
  "-",
  " ",
  "sip:",
  "sips:",
  "ann@phone.plivo.com",
  ";transport=udp",
  "<",
  ">",
  ",",
  "anonymous",
  "tel:",
];
const RIGHT = [
  "+14155550100",
  "14155550199",
  "+442079460000",
  "+4915112345678",
  "+33612345678",
  "sip:ann@phone.plivo.com",
  "sips:a@b.example:5061;transport=tls",
];
const guard = createDestinationGuard(null);
const american = createDestinationGuard(["US", "CA"]);

const number = (chance: Chance): string =>
  chance.once(3)
    ? `${chance.pick(["+", "", "00"])}${1 + chance.int(9)}${String(chance.bits())}${String(chance.int(99_999))}`.slice(0, 8 + chance.int(9))
    : chance.pick(RIGHT);

/** What callers, callees and authors write where one phone number belongs; and the length of a text. */
export const numbers = anyTarget<string>({
  name: "numbers",
  make: (chance) => {
    const kind = chance.int(3);
    return kind === 0 ? hostile(chance, WORDS) : kind === 1 ? number(chance) : damaged(chance, number(chance), WORDS);
  },
  judge: (text) => {
    must(toE164(toE164(text)) === toE164(text), "Reading it twice gives another number.");
    must(fromE164(fromE164(text)) === fromE164(text), "Writing it twice gives another number.");
    const place = parseDestination(text);
    must(!isE164(text) || place?.value === text, "An E.164 number is no destination.");
    must(
      place === null || (place.kind === "number" ? isE164(place.value) : isSipAddress(place.value)),
      "A destination is neither number nor SIP address.",
    );
    must(place === null || !/[\s<>,"'\0]/.test(place.value), "Two destinations would be read from one.");
    const [any, home] = [guard.check(text), american.check(text)];
    must(!any.ok || place !== null, "What is no destination may be called.");
    must(!home.ok || (any.ok && home.value === any.value), "A shorter list of countries allows more.");
    const { units, length } = messageUnits(text);
    must(units >= 0 && units <= length && (text === "") === (units === 0), "A text has an impossible length.");
  },
});
