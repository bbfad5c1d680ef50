import type { ExitOf, Runtime } from "@cordboard/contract";
import type { sendDigits as manifest, SendDigitsConfig } from "./manifest.ts";

/** The longest that is sent at once; a template may print anything. */
const MOST = 200;

export const sendDigits: Runtime<SendDigitsConfig, ExitOf<typeof manifest>> = {
  enter(config) {
    const digits = config.digits.replace(/[^0-9*#wW]/g, "").slice(0, MOST);
    // Pauses alone press nothing.
    if (!/[0-9*#]/.test(digits)) return { do: "exit", exit: "nothing", outputs: { digits: "" } };
    const attributes = config.goOn === "after" ? { async: false } : {};
    return { do: "exit", exit: "sent", outputs: { digits }, verbs: [{ element: "DTMF", attributes, body: digits }] };
  },
};
