import { createHmac, randomInt, randomUUID } from "node:crypto";
import { AUTH_ID, AUTH_TOKEN, type Product } from "./product.ts";

/*
 * Webhooks of a test's own, signed as the carrier signs (reference/plivo-platform.md 5.2 and 5.3). Written here from the
 * documentation and not taken from our own packages, so that the two check each other.
 */
export type Fields = Record<string, string>;

export const newNonce = (): string => Array.from({ length: 20 }, () => randomInt(10)).join("");

/** V3 of a POST whose address has no query: base, `?`, each field's name and value in order, `.`, nonce. */
export function signV3(url: string, fields: Fields, nonce: string, token = AUTH_TOKEN): string {
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => name + fields[name])
    .join("");
  return createHmac("sha256", token)
    .update(`${url}${text && `?${text}`}.${nonce}`)
    .digest("base64");
}

export function signV2(url: string, nonce: string, token = AUTH_TOKEN): string {
  return createHmac("sha256", token)
    .update(url + nonce)
    .digest("base64");
}

export const v3Headers = (url: string, fields: Fields, nonce = newNonce(), token = AUTH_TOKEN): Record<string, string> => ({
  "x-plivo-signature-v3": signV3(url, fields, nonce, token),
  "x-plivo-signature-v3-nonce": nonce,
});

export const v2Headers = (url: string, nonce = newNonce()): Record<string, string> => ({
  "x-plivo-signature-v2": signV2(url, nonce),
  "x-plivo-signature-v2-nonce": nonce,
});

export interface Reply {
  status: number;
  body: string;
}

/** A form to an address of ours, with these headers. */
export async function send(url: string, fields: Fields | string, headers: Record<string, string>, method = "POST"): Promise<Reply> {
  const body = typeof fields === "string" ? fields : new URLSearchParams(fields).toString();
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    ...(method === "POST" && { body }),
  });
  return { status: response.status, body: await response.text() };
}

/** A rightly signed webhook. */
export const deliver = (url: string, fields: Fields, nonce = newNonce()): Promise<Reply> =>
  send(url, fields, v3Headers(url, fields, nonce));

/** Addresses that the carrier was given for a number: those of its application. Without their retry fragment. */
export async function addressesOf(
  product: Product,
  number: string,
): Promise<{ answer: string; fallback: string; hangup: string; message: string }> {
  const rest = `${product.simulatorUrl}/v1/Account/${AUTH_ID}`;
  const headers = { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}` };
  const get = async (path: string): Promise<Record<string, string>> =>
    (await (await fetch(rest + path, { headers })).json()) as Record<string, string>;
  const { application } = await get(`/Number/${number.replace("+", "")}/`);
  const id = /Application\/(\d+)/.exec(application ?? "")?.[1] ?? "";
  const app = await get(`/Application/${id}/`);
  const url = (name: string): string => (app[name] ?? "").split("#")[0] ?? "";
  return { answer: url("answer_url"), fallback: url("fallback_answer_url"), hangup: url("hangup_url"), message: url("message_url") };
}

/** Fields of an incoming call's webhook. */
export const callFields = (to: string, more: Fields = {}, callUuid: string = randomUUID()): Fields => ({
  CallUUID: callUuid,
  From: "12125550100",
  To: to.replace("+", ""),
  CallStatus: "ringing",
  Direction: "inbound",
  Event: "StartApp",
  ...more,
});

export const textFields = (to: string, words: string, messageUuid: string = randomUUID()): Fields => ({
  MessageUUID: messageUuid,
  From: "12125550100",
  To: to.replace("+", ""),
  Type: "sms",
  Text: words,
  Units: "1",
  TotalRate: "0.00550",
  TotalAmount: "0.00550",
});

/** The address behind an `action` or Redirect of an answer. */
export function addressIn(xml: string, kind: "action" | "redirect"): string {
  const found = new RegExp(`https?://[^"#<]+/carrier/voice/s/[\\w-]+/${kind}`).exec(xml)?.[0];
  if (!found) throw new Error(`There is no ${kind} address in ${xml}`);
  return found;
}
