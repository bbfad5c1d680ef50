import type { ExitOf, Hears, InboundMessage, JsonObject, Runtime, StepContext } from "@cordboard/contract";
import { tidyNumber } from "../shared/addresses.ts";
import { stepFailure } from "../shared/letters.ts";
import { recipientsOf } from "../shared/recipients.ts";
import type { waitForMessage as manifest, WaitForMessageConfig } from "./manifest.ts";

/*
 * enter ──► waiting ──a message──► received
 *              └──deadline──► timeout
 */
type Exit = ExitOf<typeof manifest>;

export const waitForMessage: Runtime<WaitForMessageConfig, Exit> = {
  enter(config, ctx) {
    const hears = hearsOf(config, ctx);
    if (hears.length === 0) return { do: "exit", exit: "failed", error: stepFailure("invalid_number"), outputs: outputs(null) };
    return { do: "await", wait: { for: "world", what: "message", deadlineSeconds: config.timeoutSeconds, hears } };
  },
  resume(_config, event) {
    if (event.type === "message") return { do: "exit", exit: "received", outputs: outputs(event.message) };
    return event.type === "timer" ? { do: "exit", exit: "timeout", outputs: outputs(null) } : { do: "ignore" };
  },
};

/** None: the settings name nobody, or something that is no number. */
function hearsOf(config: WaitForMessageConfig, ctx: StepContext): Hears[] {
  const to = config.to.trim() || ctx.number || "";
  const number = to === "" ? null : party(to);
  const written = recipientsOf(config.from);
  // Anybody's message to any of our numbers would take every text there is.
  if (written.length === 0) return number ? [{ number, contact: null }] : [];
  if (to !== "" && number === null) return [];
  return written.flatMap((one) => {
    const contact = party(one);
    return contact === null ? [] : [{ number, contact }];
  });
}

/** A number in E.164, or a short code. */
const party = (text: string): string | null => (/^\d{3,8}$/.test(text.trim()) ? text.trim() : tidyNumber(text));

const outputs = (message: InboundMessage | null): JsonObject => ({
  text: message?.text ?? "",
  from: message?.from ?? "",
  to: message?.to ?? "",
  media: message?.media ?? [],
  type: message?.type ?? "",
  uuid: message?.uuid ?? "",
  received_at: message?.receivedAt ?? "",
});
