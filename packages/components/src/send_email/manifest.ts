import { defineManifest, type ExitSpec, type JsonObject, type NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { isTemplate, nameFrom, shorten, withoutBraces } from "../shared/text.ts";
import { isMailAddress, mailAddresses } from "./addresses.ts";

const people = (title: string, advanced: boolean) =>
  z
    .array(z.string())
    .max(50)
    .default([])
    .meta({ title, form: { widget: "list", ...(advanced && { advanced }) } });

const file = z.strictObject({
  url: z
    .string()
    .default("")
    .meta({ title: "Web address of the file", form: { widget: "url", placeholder: "{{ Voicemail.url }}" } }),
  fileName: z
    .string()
    .max(200)
    .default("")
    .meta({ title: "File name", form: { placeholder: "voicemail.mp3" } }),
});

const config = z.strictObject({
  account: z
    .string()
    .default("")
    .meta({ title: "Mail account", description: "A secret written as smtps://user:password@smtp.example.com", form: { widget: "secret" } }),
  from: z
    .string()
    .default("")
    .meta({ title: "From", form: { widget: "template", placeholder: "Office <office@example.com>" } }),
  to: people("To", false),
  cc: people("Copy to", true),
  bcc: people("Blind copy to", true),
  replyTo: z
    .string()
    .default("")
    .meta({ title: "Answers go to", form: { widget: "template", advanced: true } }),
  subject: z
    .string()
    .max(500)
    .default("")
    .meta({ title: "Subject", form: { widget: "template" } }),
  text: z
    .string()
    .max(100_000)
    .default("")
    .meta({ title: "Text", form: { widget: "textarea" } }),
  html: z
    .string()
    .max(100_000)
    .default("")
    .meta({
      title: "Text as HTML",
      description: "Values need the filter escape: {{ Ask.value | escape }}",
      form: { widget: "textarea", advanced: true },
    }),
  files: z
    .array(file)
    .max(10)
    .default([])
    .meta({
      title: "Attached files",
      description: "A recording, for example; 20 MB together.",
      form: { widget: "rows", row: { noun: "file", line: ["fileName"], below: ["url"] } },
    }),
});

export type SendEmailConfig = z.infer<typeof config>;

export const sendEmail = defineManifest({
  type: "send_email",
  version: 1,
  title: "Send E-mail",
  summary: "Sends an e-mail, with a recording if you like.",
  group: "integration",
  icon: "mail",
  keywords: ["mail", "smtp", "notify", "voicemail", "attachment", "message"],
  waits: true,
  acts: () => true,
  config,
  defaults: (): JsonObject => ({ to: [], subject: "", text: "" }),
  exits: (): ExitSpec<"sent" | "failed">[] => [{ id: "sent", label: "Sent" }, FAILED],
  variables: () => [
    { name: "message_id", type: "text", title: "Message-ID of the e-mail", sample: "<1@cordboard>" },
    { name: "accepted", type: "list", title: "addresses that the mail server took" },
    { name: "rejected", type: "list", title: "addresses that it refused" },
  ],
  face: (c) => {
    const to = mailAddresses(c.to);
    const who = to[0] ? `To ${shorten(withoutBraces(to[0]), 50)}${to.length > 1 ? ` +${to.length - 1}` : ""}` : "To nobody yet";
    return c.subject.trim() ? [who, shorten(`“${c.subject.trim()}”`, 80)] : [who];
  },
  suggestName: (c) => nameFrom("Mail", c.subject),
  check: checkEmail,
});

/** Codes: account_missing, from_missing, mail_to_missing, bad_mail_address, mail_empty, bad_file. */
function checkEmail({ account, from, to, cc, bcc, replyTo, subject, text, html, files }: SendEmailConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (!account.trim()) error("account_missing", "Choose the secret with the mail account.", "account");
  if (!from.trim()) error("from_missing", "Say whom the e-mail comes from.", "from");
  if (mailAddresses(to).length === 0) error("mail_to_missing", "Say whom the e-mail goes to.", "to");
  const all = { from: [from], replyTo: [replyTo], to, cc, bcc };
  for (const [field, entries] of Object.entries(all)) {
    for (const [i, entry] of entries.entries()) {
      const odd = isTemplate(entry) ? undefined : mailAddresses([entry]).find((one) => !isMailAddress(one));
      const at = field === "from" || field === "replyTo" ? field : `${field}.${i}`;
      if (odd !== undefined) error("bad_mail_address", `“${shorten(odd, 40)}” is no e-mail address.`, at);
    }
  }
  if (!subject.trim() && !text.trim() && !html.trim()) error("mail_empty", "The e-mail says nothing. Write a subject or a text.", "text");
  for (const [i, { url }] of files.entries())
    if (!isTemplate(url) && !/^https?:\/\/\S+$/i.test(url.trim()))
      error("bad_file", "That is not a web address. Begin it with https://.", `files.${i}.url`);
  return issues;
}
