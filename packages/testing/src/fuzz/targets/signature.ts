import { signV2, signV3, verifySignature } from "@cordboard/plivo";
import { hostile } from "../hostile.ts";
import { anyTarget, must } from "../target.ts";
import { WEBHOOK_WORDS } from "./webhook-words.ts";

const TOKEN = "token-of-the-account";
const NONCE = "12345678901234567890";
const WORDS = [...WEBHOOK_WORDS, "https://", "flows.example.com", "/carrier/voice", "?a=1", "#ct=2000", "@", ":", ",", "v3"];
const HEADERS = [
  "x-plivo-signature-v3",
  "X-Plivo-Signature-V3-Nonce",
  "x-plivo-signature-ma-v3",
  "x-plivo-signature-v2",
  "X-Plivo-Signature-V2-Nonce",
  "x-plivo-",
  "host",
];
const TAMPER = ["nothing", "nothing", "token", "nonce", "signature", "params", "headers"] as const;

type Request = {
  url: string;
  params: Record<string, string | string[]>;
  scheme: "v3" | "v2";
  tamper: (typeof TAMPER)[number];
  noise: Record<string, string>;
};

/** Requests of the carrier, signed as it signs, then tampered with: only an untouched one passes. */
export const signature = anyTarget<Request>({
  name: "signature",
  make: (chance) => ({
    url: chance.once(2)
      ? hostile(chance, WORDS)
      : `https://flows.example.com/carrier/voice/n/1/answer${chance.once(2) ? `?${hostile(chance, WORDS)}` : ""}`,
    params: Object.fromEntries(
      chance.some(8, () => [
        hostile(chance, WORDS),
        chance.once(6) ? chance.some(3, () => hostile(chance, WORDS)) : hostile(chance, WORDS),
      ]),
    ),
    scheme: chance.once(3) ? "v2" : "v3",
    tamper: chance.pick(TAMPER),
    noise: Object.fromEntries(chance.some(4, () => [chance.pick(HEADERS), hostile(chance, WORDS)])),
  }),
  judge: ({ url, params, scheme, tamper, noise }) => {
    const signed =
      scheme === "v3"
        ? signV3({ method: "POST", url, params, nonce: NONCE, authToken: TOKEN })
        : signV2({ url, nonce: NONCE, authToken: TOKEN });
    const own = {
      [`x-plivo-signature-${scheme}`]: tamper === "signature" ? `${signed.slice(1)}A` : signed,
      [`x-plivo-signature-${scheme}-nonce`]: tamper === "nonce" ? `${NONCE}1` : NONCE,
    };
    const verdict = verifySignature({
      method: "POST",
      url,
      params: tamper === "params" ? { ...params, Machine: "true" } : params,
      headers: tamper === "headers" ? { ...own, ...noise } : own,
      authTokens: [tamper === "token" ? `${TOKEN}2` : TOKEN, " "],
      kind: scheme === "v3" ? "voice" : "message",
    });
    if (tamper === "nothing") must(verdict.ok, `An untouched request is refused: ${verdict.ok ? "" : verdict.code}.`);
    // V2 covers neither query nor body (plivo-platform 5.3), and noise may be harmless.
    else if (tamper !== "headers" && !(tamper === "params" && (scheme === "v2" || params["Machine"] === "true")))
      must(!verdict.ok, `A request with another ${tamper} passes.`);
  },
});
