import { PassThrough } from "node:stream";
import type { Attempt } from "@cordboard/carrier";
import { CodedError, type EmailEffect, type StepCode } from "@cordboard/contract";
import { createTransport, type SendMailOptions } from "nodemailer";
import { EgressError } from "../egress/egress-client.ts";
import { fetchFiles } from "./files-to-send.ts";
import { resolveSecrets } from "./secrets.ts";
import type { ServicePorts } from "./services.ts";

/** A mail server that says nothing for so long is gone. */
const SILENCE_MS = 20_000;
const FILES_MS = 60_000;
/** Tries after the first, of what was surely not sent. */
const RETRIES = 4;
/** Sends one e-mail, once. A connection that breaks while the server takes it leaves it in doubt. */
export async function performEmail(
  effect: EmailEffect,
  attempts: number,
  ports: Pick<ServicePorts, "egress" | "secrets" | "reach">,
): Promise<Attempt> {
  const failed = (code: StepCode, message: string): Attempt => ({
    kind: "done",
    result: { ok: false, uncertain: false, error: { code, message } },
  });
  const again = (code: StepCode, message: string): Attempt =>
    attempts <= RETRIES ? { kind: "retry", afterMs: null, error: { code, message } } : failed(code, message);
  /** The server has let us in, so it may have got the message. */
  let begun = false;
  try {
    const account = (await resolveSecrets([effect.account], ports.secrets)).get(effect.account) ?? "";
    const server = serverOf(account.trim());
    if (!server) return failed("secret_invalid", `Write the secret ${effect.account} as smtps://user:password@smtp.example.com.`);
    const host = await ports.reach(server.host, server.port);
    const files = await fetchFiles(effect.files, ports.egress, FILES_MS);
    const transport = createTransport({
      host,
      port: server.port,
      secure: server.secure,
      tls: { servername: server.host },
      ...(server.auth && { auth: server.auth }),
      connectionTimeout: SILENCE_MS,
      greetingTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    transport.use("stream", (mail, done) => {
      mail.message.transform(() => {
        begun = true;
        return new PassThrough();
      });
      done();
    });
    const sent = await transport.sendMail(mailOf(effect, files));
    const told = { messageId: sent.messageId, accepted: sent.accepted.map(addressOf), rejected: sent.rejected.map(addressOf) };
    return { kind: "done", result: { ok: true, data: told } };
  } catch (error) {
    if (error instanceof CodedError) return failed("secret_missing", error.message);
    if (error instanceof EgressError)
      return error.code === "http_unreachable" ? again("email_unreachable", error.message) : failed(error.code, error.message);
    const { status, code, message } = smtpError(error);
    if (code === "EAUTH") return failed("sign_in_failed", `The mail server did not accept the account: ${message}`);
    // 4xx: not now; 5xx: never (RFC 5321, 4.2.1). Either way the server has not taken it.
    if (status >= 500) return failed("email_refused", message);
    if (status >= 400) return again("email_refused", message);
    if (!begun) return again("email_unreachable", message);
    return { kind: "uncertain", error: { code: "uncertain", message } };
  }
}

interface Server {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; pass: string } | null;
}

/** What a secret says: `smtps://…` or `smtp://…`. */
function serverOf(account: string): Server | null {
  const url = URL.parse(account);
  if (!url || (url.protocol !== "smtps:" && url.protocol !== "smtp:") || !url.hostname) return null;
  const secure = url.protocol === "smtps:";
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : null;
  return { host: url.hostname, port: Number(url.port) || (secure ? 465 : 587), secure, auth };
}

function mailOf(effect: EmailEffect, files: Awaited<ReturnType<typeof fetchFiles>>): SendMailOptions {
  return {
    // The same for each try, so that a reader's program can tell a repeat.
    messageId: `<${effect.id}@cordboard>`,
    from: effect.sender,
    to: effect.recipients,
    cc: effect.cc,
    bcc: effect.bcc,
    ...(effect.replyTo && { replyTo: effect.replyTo }),
    subject: effect.subject,
    text: effect.text,
    ...(effect.html && { html: effect.html }),
    attachments: files.map(({ fileName, contentType, bytes }) => ({ filename: fileName, contentType, content: bytes })),
  };
}

const addressOf = (one: string | { address: string }): string => (typeof one === "string" ? one : one.address);

/** What nodemailer's errors carry beside their message. */
function smtpError(error: unknown): { status: number; code: string; message: string } {
  const field = (name: string): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined);
  const [status, code] = [field("responseCode"), field("code")];
  return {
    status: typeof status === "number" ? status : 0,
    code: typeof code === "string" ? code : "",
    message: (error instanceof Error ? error.message : String(error)).slice(0, 500),
  };
}
