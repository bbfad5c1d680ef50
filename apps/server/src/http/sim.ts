import type { Deps } from "./deps.ts";
import { Direct, type Some } from "./handler.ts";
import { refuse } from "./problem.ts";

/** Longer than any answer of the simulator, which only moves its own state. */
const TIMEOUT_MS = 15_000;

/** `/api/sim/*`: the simulator's own `/sim/*` under our keys, so a browser never talks to SIMULATOR_PORT. */
export function simHandlers({ simulator }: Pick<Deps, "simulator">): Some<"simGet" | "simPost" | "simDelete"> {
  const pass = async (method: string, path: string, query: string, body: Buffer | null): Promise<Direct> => {
    if (!simulator) throw refuse("simulator_off", "No simulator is running here; start Cordboard with CARRIER=simulator.");
    const url = simUrl(simulator.url, path, query);
    const basic = Buffer.from(`${simulator.authId}:${simulator.authToken}`).toString("base64");
    const headers = { authorization: `Basic ${basic}`, ...(body ? { "content-type": "application/json" } : {}) };
    const answer = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
      ...(body ? { body: new Uint8Array(body) } : {}),
    }).catch(() => {
      throw refuse("simulator_off", "The simulator does not answer; look at its log and start Cordboard again.");
    });
    const text = Buffer.from(await answer.arrayBuffer());
    return new Direct(
      answer.status,
      { "content-type": answer.headers.get("content-type") ?? "application/json", "cache-control": "no-store" },
      text,
    );
  };
  return {
    simGet: async ({ params, request }) => pass("GET", params["path"] ?? "", /\?(.*)$/s.exec(request.url ?? "")?.[1] ?? "", null),
    simDelete: async ({ params }) => pass("DELETE", params["path"] ?? "", "", null),
    simPost: async ({ params, raw }) => pass("POST", params["path"] ?? "", "", raw.length > 0 ? raw : Buffer.from("{}")),
  };
}

/** Stays below `/sim/`: each part is a name, a number or an id. */
function simUrl(base: string, path: string, query: string): string {
  const parts = path.split("/");
  if (parts.some((part) => !/^[\w+@:.-]+$/.test(part) || /^\.+$/.test(part)))
    throw refuse("not_found", "There is nothing at this address of the simulator.");
  return `${base}/sim/${parts.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}
