import { z } from "zod";
import { match } from "../rest/match.ts";
import { type HttpAnswer, type HttpRequest, jsonAnswer } from "../rest/request.ts";
import type { World } from "../world.ts";
import type { SimControls } from "./controls.ts";
import { simSchemas } from "./schemas.ts";
import { SimError } from "./sim-error.ts";

interface SimContext {
  sim: SimControls;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
}
type SimHandler = (context: SimContext) => unknown;

const uuidOf = ({ params }: SimContext): string => params["uuid"] ?? "";

/** What is asked of the person at the phone; answered by the state of the call after it. */
const asked =
  (act: (context: SimContext) => void): SimHandler =>
  (context) => {
    act(context);
    return context.sim.callView(uuidOf(context));
  };

const ROUTES: readonly (readonly [method: string, path: string, handler: SimHandler])[] = [
  ["GET", "numbers", ({ sim }) => ({ numbers: sim.numbers() })],
  ["POST", "numbers", ({ sim, body }) => sim.addNumber(simSchemas.number.parse(body))],
  ["DELETE", "numbers/:number", ({ sim, params }) => sim.removeNumber(params["number"] ?? "")],
  ["GET", "calls", ({ sim, query }) => ({ calls: sim.calls(callFilter(query)) })],
  ["POST", "calls", ({ sim, body }) => sim.call(simSchemas.call.parse(body))],
  ["GET", "calls/:uuid", (context) => context.sim.callView(uuidOf(context))],
  ["POST", "calls/:uuid/digits", asked((context) => context.sim.press(uuidOf(context), simSchemas.digits.parse(context.body).digits))],
  ["POST", "calls/:uuid/speech", asked((context) => context.sim.say(uuidOf(context), simSchemas.speech.parse(context.body).text))],
  ["POST", "calls/:uuid/hangup", asked((context) => context.sim.hangUp(uuidOf(context)))],
  ["POST", "calls/:uuid/answer", asked((context) => context.sim.answer(uuidOf(context)))],
  ["POST", "calls/:uuid/reject", asked((context) => context.sim.reject(uuidOf(context)))],
  ["GET", "messages", ({ sim }) => ({ messages: sim.messages() })],
  ["POST", "messages", ({ sim, body }) => sim.text(simSchemas.message.parse(body))],
  ["GET", "clock", ({ sim }) => sim.clock()],
  ["POST", "clock", ({ sim, body }) => sim.setClock(simSchemas.clock.parse(body))],
  ["POST", "reset", ({ sim, body }) => sim.reset(simSchemas.reset.parse(body ?? {}).everything)],
  ["GET", "faults", ({ sim }) => ({ faults: sim.faults() })],
  ["POST", "faults", ({ sim, body }) => ({ faults: sim.setFaults(body) })],
  ["DELETE", "faults", ({ sim }) => sim.clearFaults()],
  [
    "GET",
    "ledger",
    ({ sim, query }) => ({
      rows: sim.ledger(
        z.coerce
          .number()
          .int()
          .min(0)
          .parse(query.get("after") ?? 0),
      ),
    }),
  ],
];

/** One request to `/sim/…`. Whether it may be made at all is decided by whoever listens on the network. Never rejects. */
export async function handleSim(world: World, sim: SimControls, request: HttpRequest): Promise<HttpAnswer> {
  try {
    const route = match(ROUTES, request.method, request.path.replace(/^\/sim\/?/, ""));
    if (!route.handler) {
      if (route.methods.length > 0) throw new SimError(405, "method_not_allowed", `Use ${route.methods.join(" or ")}.`);
      throw new SimError(404, "not_found", `There is no ${request.path}; the README of the simulator lists the routes.`);
    }
    const body = await route.handler({ sim, params: route.params, query: request.query, body: readJson(request.body) });
    return jsonAnswer(body === undefined ? 204 : 200, body);
  } catch (error) {
    if (error instanceof SimError) return jsonAnswer(error.status, { error: { code: error.code, message: error.message } });
    if (error instanceof z.ZodError)
      return jsonAnswer(400, { error: { code: "invalid_request", message: "The request has errors.", details: detailsOf(error) } });
    world.fault(error);
    return jsonAnswer(500, { error: { code: "internal_error", message: "The simulator failed; its log says why." } });
  }
}

function readJson(body: string): unknown {
  if (body.trim() === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new SimError(400, "invalid_json", "The body is not valid JSON.");
  }
}

function callFilter(query: URLSearchParams): { number?: string; state?: string } {
  const number = query.get("number");
  const state = z.enum(["queued", "ringing", "in-progress", "ended"]).nullable().parse(query.get("state"));
  // A `+` in a query that nobody escaped arrives as a space.
  return { ...(number && { number: number.trim() }), ...(state && { state }) };
}

function detailsOf(error: z.ZodError): { path: string; code: string; message: string }[] {
  return error.issues.map((issue) => ({ path: issue.path.join("."), code: issue.code, message: issue.message }));
}
