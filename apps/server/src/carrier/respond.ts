import type { Response } from "express";
import { CARRIER_REFUSALS, type CarrierRefusalCode } from "./refusals.ts";

/** A request that is refused before it means anything. The carrier learns the code, never why a signature was wrong. */
export class CarrierRefusal extends Error {
  override name = "CarrierRefusal";
  readonly status: number;
  readonly code: CarrierRefusalCode;
  constructor(code: CarrierRefusalCode, message: string) {
    super(message);
    [this.status] = CARRIER_REFUSALS[code];
    this.code = code;
  }
}

export function sendXml(response: Response, xml: string): void {
  response.status(200).type("application/xml").send(xml);
}

export function sendRefusal(response: Response, { status, code, message }: CarrierRefusal): void {
  if (status === 503) response.set("retry-after", "2");
  response.status(status).json({ error: { code, message } });
}
