import {
  type EmailEffect,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  TIMING,
} from "@cordboard/contract";
import { z } from "zod";
import { isMailAddress, mailAddresses } from "./addresses.ts";
import type { sendEmail as manifest, SendEmailConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

const answer = z.object({ messageId: z.string(), accepted: z.array(z.string()), rejected: z.array(z.string()) });
const memory = z.object({ effectId: z.string() });

/** A call that hangs up meanwhile changes nothing: the e-mail is on its way, and the path goes on without a leg. */
export const sendEmail: Runtime<SendEmailConfig, Exit> = {
  enter(config, ctx) {
    const [to, cc, bcc] = [mailAddresses(config.to), mailAddresses(config.cc), mailAddresses(config.bcc)];
    if (to.length === 0) return failed("invalid_address", "There is nobody to send it to.");
    const replyTo = config.replyTo.trim();
    const odd = [config.from, ...to, ...cc, ...bcc, ...(replyTo ? [replyTo] : [])].find((one) => !isMailAddress(one));
    if (odd !== undefined) return failed("invalid_address", `“${odd.slice(0, 100)}” is no e-mail address.`);
    const effect: EmailEffect = {
      id: ctx.newId(),
      kind: "send_email",
      account: config.account.trim(),
      sender: config.from.trim(),
      replyTo,
      recipients: to,
      cc,
      bcc,
      subject: config.subject,
      text: config.text,
      html: config.html,
      files: config.files.filter(({ url }) => url.trim()).map(({ url, fileName }) => ({ name: "", url: url.trim(), fileName })),
    };
    const wait = {
      for: "world",
      what: "email",
      deadlineSeconds: TIMING.uncertainWithoutLegSeconds,
      memory: { effectId: effect.id },
    } as const;
    return { do: "await", effects: [effect], wait };
  },

  resume(_config, event, _ctx, stored) {
    if (event.type === "timer") return failed("uncertain", "Nobody can say whether the e-mail was sent.");
    if (event.type !== "effect" || event.effectId !== memory.parse(stored).effectId) return { do: "ignore" };
    if (!event.result.ok) return { do: "exit", exit: "failed", error: event.result.error, outputs: outputs(event.result.data) };
    return { do: "exit", exit: "sent", outputs: outputs(event.result.data) };
  },
};

function failed(code: StepCode, message: string = STEP_CODES[code]): Outcome<Exit> {
  return { do: "exit", exit: "failed", error: { code, message }, outputs: outputs() };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(data?: JsonObject): JsonObject {
  const read = answer.safeParse(data);
  return read.success
    ? { message_id: read.data.messageId, accepted: read.data.accepted, rejected: read.data.rejected }
    : { message_id: "", accepted: [], rejected: [] };
}
