/**
 * A stand-in for the carrier. Its words:
 *
 *   leg         one call with one person at its outer end; an A leg stands alone, a B leg was made by Dial
 *   document    a `<Response>` that runs on a leg, element by element
 *   session     one document after another on one leg
 *   phone       a telephone outside the account; its script says how it behaves, without one it waits for somebody
 *   rented      a number of the account; an application says which URLs its calls and texts go to
 *   ending      why a leg is over: cause code, source, status
 *   ledger      every REST request that was received, append-only
 *   fault       trouble made on purpose
 *   choice      what the simulator does where the platform's own behaviour is not known
 *   host time / simulated time   the clock of the machine / the same, faster and with jumps
 */
export { type PlatformChoices, PLATFORM_CHOICES, type RateLimits } from "./choices.ts";
export {
  type Clock,
  realClock,
  type StreamDial,
  type StreamEnd,
  type StreamSocket,
  type WebhookAnswer,
  type WebhookFetch,
  type WebhookInit,
} from "./ports.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export { type HttpAnswer, type HttpRequest } from "./rest/request.ts";
export { SimControls, type NumberView } from "./sim/controls.ts";
export { SimError } from "./sim/sim-error.ts";
export { type MessageInput, type NumberInput } from "./sim/schemas.ts";
export { type PhoneScript } from "./state/phones.ts";
export { type LedgerRow } from "./state/ledger.ts";
export { type NumberedEvent, type SimEvent, type WebhookRecord } from "./state/events.ts";
export { type CallView, type TranscriptEntry } from "./calls/view.ts";
export { type MessageView } from "./messages/view.ts";
export { ManualClock } from "./time/manual-clock.ts";
export { type SimTime } from "./time/sim-time.ts";
export { type SimulatorServer, type SimulatorServerOptions, startSimulatorServer } from "./server/start.ts";
