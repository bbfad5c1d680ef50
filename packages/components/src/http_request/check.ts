import { type CheckContext, type NodeIssue, REPEATABLE_METHODS } from "@cordboard/contract";
import { checkAnswers } from "./answers.ts";
import { checkPrompt } from "../shared/prompt.ts";
import { isTemplate } from "../shared/text.ts";
import type { HttpRequestConfig } from "./manifest.ts";

/** Names of headers (RFC 9110, 5.1). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Set by us or by the connection itself. */
const OURS = new Set(["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"]);

/** Codes: url_missing, bad_url, secret_name_missing, bad_header, body_unused, bad_json, bad_file, retries_unsafe, and those of a prompt and of answers. */
export function checkRequest(config: HttpRequestConfig, context: CheckContext): NodeIssue[] {
  const { method, url, auth, body, retries, idempotencyKey, headers } = config;
  const issues: NodeIssue[] = [...checkPrompt(config.holdPrompt, context, { field: "holdPrompt" }), ...checkAnswers(config.answers)];
  const add = (level: NodeIssue["level"], code: string, message: string, field: string) => issues.push({ level, code, message, field });
  if (!url.trim()) add("error", "url_missing", "There is no address to ask. Write one.", "url");
  else if (!canBeUrl(url)) add("error", "bad_url", "That is not a web address. Begin it with https://.", "url");
  if (auth.kind !== "none" && !auth.secret.trim())
    add("error", "secret_name_missing", "Choose the secret to sign in with, or sign in with nothing.", "auth.secret");
  for (const name of Object.keys(headers)) {
    if (!TOKEN.test(name)) add("error", "bad_header", `“${name}” can't be a header's name. Correct it.`, `headers.${name}`);
    else if (OURS.has(name.toLowerCase()))
      add("error", "bad_header", `The header ${name} is set by Cordboard. Remove it.`, `headers.${name}`);
  }
  if (body.kind !== "none" && (method === "GET" || method === "HEAD"))
    add("warning", "body_unused", `${method} sends no body. Choose POST, or remove the body.`, "body.kind");
  if (body.kind === "json" && typeof body.value === "string" && !isTemplate(body.value) && !isJson(body.value))
    add("error", "bad_json", "The body is not valid JSON. Correct it.", "body.value");
  for (const [i, file] of (body.kind === "multipart" ? body.files : []).entries()) {
    if (!file.name.trim()) add("error", "bad_file", "Name the field that holds this file.", `body.files.${i}.name`);
    if (!canBeUrl(file.url)) add("error", "bad_file", "That is not a web address. Begin it with https://.", `body.files.${i}.url`);
  }
  if (retries > 0 && !REPEATABLE_METHODS.has(method) && !idempotencyKey.trim())
    add(
      "warning",
      "retries_unsafe",
      `${method} is not tried again without an idempotency key. Give it one, such as {{ run.id }}.`,
      "retries",
    );
  return issues;
}

/** True for addresses whose beginning only a run knows, too. */
function canBeUrl(url: string): boolean {
  const written = url.trim();
  if (/^\{[{%]/.test(written)) return true;
  return isTemplate(written) ? /^https?:\/\/\S/i.test(written) : isWebAddress(written);
}

export function isWebAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") && parsed.hostname !== "";
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
