/** What the carrier's doors answer instead of XML, with the HTTP status. The carrier brings again what got a 503. */
export const CARRIER_REFUSALS = {
  bad_webhook: [400, "The fields are not as the carrier documents them; the log names each."],
  body_unreadable: [400, "The body could not be read, or is not UTF-8."],
  repeated_field: [400, "A field comes more than once."],
  too_many_fields: [400, "The form has more fields than the limit."],
  field_too_long: [413, "A field is longer than the limit."],
  body_too_large: [413, "The body is larger than the limit."],
  not_a_form: [415, "The body has another content type than a form."],
  encoded_body: [415, "The body is compressed."],
  signature_refused: [403, "The request was not signed by the carrier for this address; why is never told."],
  nonce_reused: [403, "The nonce came with another request before."],
  not_found: [404, "There is no such address."],
  overloaded: [503, "More comes in than can be taken; nothing of this request was kept."],
  try_again: [503, "Nothing could be stored just now, so nothing was accepted."],
} as const satisfies Record<string, readonly [status: number, meaning: string]>;

export type CarrierRefusalCode = keyof typeof CARRIER_REFUSALS;

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
