import type { AddressInfo } from "node:net";
import type { EmailEffect } from "@cordboard/contract";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, it } from "vitest";
import { createAddressGuard } from "../egress/address-guard.ts";
import { createEgressClient } from "../egress/egress-client.ts";
import { performEmail } from "./email-effect.ts";

const EFFECT: EmailEffect = {
  id: "effect-1",
  kind: "send_email",
  account: "MAIL",
  sender: "Office <office@example.com>",
  replyTo: "",
  recipients: ["ann@example.com", "bob@example.com"],
  cc: [],
  bcc: [],
  subject: "Voicemail\r\nBcc: eve@example.com",
  text: "Listen.",
  html: "",
  files: [{ name: "", url: "https://media.example.com/1.mp3", fileName: "" }],
};

const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(() => done()));
});

async function mailServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: "office" }),
    ...options,
  });
  servers.push(server);
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  return (server.server.address() as AddressInfo).port;
}

async function send(
  secret: string | null,
  { attempts = 1, allow = ["127.0.0.1"], effect = {} }: { attempts?: number; allow?: string[]; effect?: Partial<EmailEffect> } = {},
) {
  const client = createEgressClient(createAddressGuard(allow));
  const egress = {
    send: async () => ({ status: 200, headers: { "content-type": "audio/mpeg" }, body: Buffer.from("sound"), durationMs: 1 }),
  };
  const attempt = await performEmail({ ...EFFECT, ...effect }, attempts, { egress, secrets: async () => secret, reach: client.reach });
  await client.close();
  return attempt;
}

it("signs in, sends text and file to each recipient, and lets no value become a header", async () => {
  const got: { mail: string; to: string[]; user: string }[] = [];
  const port = await mailServer({
    authOptional: false,
    onAuth: ({ username = "", password }, _session, done) => done(password === "p@ss" ? null : new Error("no"), { user: username }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        got.push({
          mail: Buffer.concat(chunks).toString(),
          to: session.envelope.rcptTo.map(({ address }) => address),
          user: String(session.user),
        });
        done();
      });
    },
  });
  const attempt = await send(`smtp://office:p%40ss@127.0.0.1:${port}`);
  expect(attempt).toEqual({
    kind: "done",
    result: { ok: true, data: { messageId: "<effect-1@cordboard>", accepted: ["ann@example.com", "bob@example.com"], rejected: [] } },
  });
  expect(got).toMatchObject([{ to: ["ann@example.com", "bob@example.com"], user: "office" }]);
  expect(got[0]?.mail).toMatch(/^Subject: Voicemail Bcc: eve@example.com\r$/m);
  expect(got[0]?.mail).not.toMatch(/^Bcc:/m);
  expect(got[0]?.mail).toContain("filename=1.mp3");
});

it.each([
  ["a wrong password", { authOptional: false, onAuth: (_auth, _session, done) => done(new Error("no")) }, "done", "sign_in_failed"],
  [
    "a refused sender",
    { onMailFrom: (_address, _session, done) => done(Object.assign(new Error("no such sender"), { responseCode: 550 })) },
    "done",
    "email_refused",
  ],
  [
    "a busy server",
    { onMailFrom: (_address, _session, done) => done(Object.assign(new Error("later"), { responseCode: 451 })) },
    "retry",
    "email_refused",
  ],
  [
    "a server that turns the message away",
    {
      onData: (stream, _session, done) => (
        stream.resume(),
        stream.on("end", () => done(Object.assign(new Error("spam"), { responseCode: 554 })))
      ),
    },
    "done",
    "email_refused",
  ],
  [
    "a connection that breaks while the message goes over",
    { onData: (stream, session) => (stream.resume(), breakOff(session.id)) },
    "uncertain",
    "uncertain",
  ],
] as [string, SMTPServerOptions, string, string][])("%s", async (_name, options, kind, code) => {
  const port = await mailServer(options);
  const attempt = await send(`smtp://office:secret@127.0.0.1:${port}`);
  expect(attempt.kind).toBe(kind);
  expect(JSON.stringify(attempt)).toContain(`"code":"${code}"`);
  expect(JSON.stringify(attempt)).not.toContain("secret@");
});

function breakOff(id: string): void {
  for (const server of servers) for (const connection of server.connections) if (connection.id === id) connection._socket.destroy();
}

it("reaches no private server, and says what a secret has to look like", async () => {
  expect(await send("smtp://127.0.0.1:25", { allow: [] })).toMatchObject({ kind: "done", result: { error: { code: "http_blocked" } } });
  expect(await send("smtp://localhost:25", { allow: [] })).toMatchObject({ result: { error: { code: "http_blocked" } } });
  expect(await send("office@example.com")).toMatchObject({ result: { error: { code: "secret_invalid" } } });
  expect(await send(null)).toMatchObject({ result: { error: { code: "secret_missing" } } });
});

it("tries a server that is not there again, and gives up in the end", async () => {
  expect(await send("smtp://127.0.0.1:1")).toMatchObject({ kind: "retry", error: { code: "email_unreachable" } });
  expect(await send("smtp://127.0.0.1:1", { attempts: 5 })).toMatchObject({
    kind: "done",
    result: { error: { code: "email_unreachable" } },
  });
});
