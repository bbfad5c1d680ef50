import * as schema from "../schemas/carrier.ts";
import { defineRoutes } from "../route.ts";

const tag = "Carrier";

export const carrierRoutes = defineRoutes({
  getCarrier: {
    method: "GET",
    path: "/api/carrier",
    tag,
    access: "own",
    summary: "Which carrier and account are in use, and who has said so.",
    answer: { status: 200, schema: schema.carrierAccount },
  },
  putCarrier: {
    method: "PUT",
    path: "/api/carrier",
    tag,
    access: "own",
    summary: "Use this account at Plivo from now on.",
    about:
      "The keys are tried first and kept encrypted. Every replica then begins anew with them, within a few seconds. 409 `carrier_from_environment` when variables of the environment name an account.",
    body: schema.putCarrier,
    answer: { status: 200, schema: schema.carrierAccount },
  },
  deleteCarrier: {
    method: "DELETE",
    path: "/api/carrier",
    tag,
    access: "own",
    summary: "Forget the kept account; the simulator answers again.",
    answer: { status: 204 },
  },
  testCarrier: {
    method: "POST",
    path: "/api/carrier/test",
    tag,
    access: "own",
    summary: "Asks the carrier's REST API for an account: the one in use, or that of the keys that are sent. Keeps nothing.",
    body: schema.testCarrier,
    answer: { status: 200, schema: schema.testedCarrier },
  },
  reachCarrier: {
    method: "POST",
    path: "/api/carrier/reach",
    tag,
    access: "own",
    summary: "Has the carrier, or else Cordboard itself, come through PUBLIC_URL, and says what that proves.",
    answer: { status: 200, schema: schema.reachReport },
  },
  goLive: {
    method: "GET",
    path: "/api/carrier/go-live",
    tag,
    access: "own",
    summary: "What is done and what is left before real calls.",
    answer: { status: 200, schema: schema.goLive },
  },
});
