import { LIMITS } from "@cordboard/contract";
import { readForm } from "@cordboard/plivo";
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from "express";
import { CarrierRefusal } from "./respond.ts";

const FORM = "application/x-www-form-urlencoded";
const SLOW_MS = 10_000;

/** Refuses before anything is read what is not a form of the carrier's. Documents are also fetched by GET, without a body. */
export const formOnly: RequestHandler = (request, _response, next) => {
  if (request.method === "GET" || request.method === "HEAD") return next();
  const type = (request.headers["content-type"] ?? "").toLowerCase().replace(/\s/g, "");
  if (type !== FORM && type !== `${FORM};charset=utf-8`) throw new CarrierRefusal("not_a_form", `Send the fields as ${FORM}.`);
  if (request.headers["content-encoding"] !== undefined)
    throw new CarrierRefusal("encoded_body", "Send the form as it is, without a content encoding.");
  // A body that trickles in must not hold a connection for ever.
  const timer = setTimeout(() => request.destroy(), SLOW_MS);
  request.once("end", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
  next();
};

export const rawForm: RequestHandler = express.raw({ type: FORM, limit: LIMITS.webhookBodyBytes, inflate: false });

/** What the body reader refuses, in our words. */
export const bodyErrors: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : null;
  if (type === "entity.too.large")
    return next(new CarrierRefusal("body_too_large", `A webhook has at most ${LIMITS.webhookBodyBytes / 1024} KB.`));
  if (typeof type === "string")
    return next(new CarrierRefusal("body_unreadable", "The body could not be read; send the form in one piece."));
  next(error);
};

/** The decoded fields, one value each. */
export function fieldsOf(request: Request): Record<string, string> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return {};
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new CarrierRefusal("body_unreadable", "The form is not UTF-8.");
  }
  const form = readForm(text);
  if (!form.ok) throw new CarrierRefusal(form.code, form.message);
  return form.fields;
}
