import { unescape as decodeQuery } from "node:querystring";
import type { SignedParams, SignedRequest } from "./signature.ts";

type Pairs = Map<string, string[]>;

/** The text that V3 signs, without `.nonce` (plivo-platform 5.2, followed to the letter: the SDKs, not the prose). */
export function v3Text({ method, url, params }: SignedRequest): string {
  const base = baseOf(url);
  const query = queryOf(url);
  if (method === "GET") {
    for (const [name, value] of Object.entries(params)) query.set(name, [...(query.get(name) ?? []), ...listOf(value)]);
    return query.size > 0 ? `${base}?${queryText(query)}` : base;
  }
  const fields = fieldsText(params);
  const empty = Object.keys(params).length === 0;
  if (query.size === 0) return empty ? base : `${base}?${fields}`;
  // With a query a dot stands before the fields, without one none: the signatures of the platform itself say so.
  return `${base}?${queryText(query)}${empty ? "" : "."}${fields}`;
}

/** Scheme, host, port and path as written: no query, fragment or userinfo. A missing path stays missing. */
export function baseOf(url: string): string {
  const [beforeQuery = ""] = url.split(/[?#]/, 1);
  return beforeQuery.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}

/** Decoded; `+` is a space; a name without `=` has the empty value. */
function queryOf(url: string): Pairs {
  const [withoutFragment = ""] = url.split("#", 1);
  const at = withoutFragment.indexOf("?");
  const pairs: Pairs = new Map();
  if (at === -1) return pairs;
  for (const part of withoutFragment.slice(at + 1).split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? "" : decode(part.slice(equals + 1));
    // Not copied for each value: an address that says one name 20,000 times must not cost seconds before it is refused.
    const values = pairs.get(name);
    if (values) values.push(value);
    else pairs.set(name, [value]);
  }
  return pairs;
}

function decode(text: string): string {
  return decodeQuery(text.replaceAll("+", " "));
}

function listOf(value: string | readonly string[]): string[] {
  return typeof value === "string" ? [value] : [...value];
}

/** Names and then the values of one name, both sorted by code unit. */
function queryText(query: Pairs): string {
  return [...query.keys()]
    .toSorted()
    .flatMap((name) => (query.get(name) ?? []).toSorted().map((value) => `${name}=${value}`))
    .join("&");
}

/** The same without anything between names and values. */
function fieldsText(params: SignedParams): string {
  let text = "";
  for (const name of Object.keys(params).toSorted()) {
    const value = params[name] ?? "";
    if (typeof value === "string") text += name + value;
    else for (const one of value.toSorted()) text += name + one;
  }
  return text;
}
