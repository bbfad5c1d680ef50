import type { CheckContext } from "@cordboard/contract";
import { expect, test } from "vitest";
import { checkMessage } from "./message.ts";

const from = (...starts: ("call" | "message" | "api")[]): CheckContext => ({
  wired: new Set(),
  language: "en-US",
  starts: new Set(starts),
});
const saying = (text: string, context: CheckContext, channel: "sms" | "whatsapp" = "sms") =>
  checkMessage(
    { channel, from: "+14155550199", to: ["+14155550123"], text, media: [], expirySeconds: 60, log: "true", callerMayChoose: false },
    context,
  ).filter(({ code }) => code === "no_opt_out_word");

test("a text to people who haven't written first should say how to get no more, and the sentence is offered", () => {
  const [issue] = saying("Your parcel comes today. ", from("api"));
  expect(issue).toMatchObject({ level: "hint", field: "text" });
  expect(issue?.fix?.set).toEqual([{ path: ["text"], value: "Your parcel comes today. Reply STOP to opt out." }]);
});

test.each([
  ["that says so", "Text STOP to end this.", from("api"), "sms"],
  ["that says so in another language", "Responda PARAR ou BAJA.", from("api"), "sms"],
  ["to people who have written or called", "Hello", from("api", "message"), "sms"],
  ["of a conversation", "Hello", from("message"), "sms"],
  ["by WhatsApp, which has a way of its own", "Hello", from("api"), "whatsapp"],
] as const)("nothing is said of one %s", (_what, text, context, channel) => expect(saying(text, context, channel)).toEqual([]));
