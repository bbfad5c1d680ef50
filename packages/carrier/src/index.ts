/**
 * What the server and the flow-test runner share about the carrier. No store, no HTTP server.
 *
 *   webhook       a request of the carrier → its dedupe key and the event or trigger it means
 *   effect        a run's wish → one REST request → what came of it
 *   attempt       done, to be retried because it surely did not happen, or uncertain
 *   destination   one number or SIP address that flows may call or text
 *   token         unguessable part of a callback URL; it leads back to a number, a step or an effect
 */
export { carrierUrls, RETRY_FRAGMENT, type CarrierUrls } from "./carrier-urls.ts";
export { createDestinationGuard, guardVerbs, type DestinationGuard, type DestinationVerdict } from "./destination-guard.ts";
export { fallbackFiles } from "./fallback-files.ts";
export { HELD_UP, performEffect, type Attempt, type PerformContext } from "./perform-effect.ts";
export { readCharges, type Charge } from "./read-charge.ts";
export { readWebhook, type NewRunEvent, type Proof, type WebhookMeaning, type WebhookPath } from "./read-webhook.ts";
