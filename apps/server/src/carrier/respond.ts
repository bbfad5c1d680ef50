import type { Response } from "express";

/** A request that is refused before it means anything. The carrier learns the code, never why a signature was wrong. */
export class CarrierRefusal extends Error {
  override name = "CarrierRefusal";
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
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
