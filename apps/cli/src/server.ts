import { ApiError, type Client, type Flow, createClient } from "@cordboard/api";
import { type Io, UsageError } from "./command.ts";

const DEFAULT_URL = "http://localhost:3000";

/** The API of CORDBOARD_URL under CORDBOARD_API_KEY. Errors: UsageError without a key. */
export function connect({ env }: Io): Client {
  const apiKey = env["CORDBOARD_API_KEY"];
  if (!apiKey) throw new UsageError("Set CORDBOARD_API_KEY to an API key (Settings, API keys; or the server's own CORDBOARD_API_KEY).");
  return createClient({ baseUrl: (env["CORDBOARD_URL"] ?? DEFAULT_URL).replace(/\/+$/, ""), apiKey });
}

/** A flow by its id or its exact name. Errors: UsageError when there is none, or several of that name. */
export async function findFlow(api: Client, idOrName: string): Promise<Flow> {
  if (/^[0-9a-f-]{36}$/i.test(idOrName)) {
    try {
      return await api("getFlow", { params: { id: idOrName } });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "flow_not_found")) throw error;
    }
  }
  const [first, ...others] = await flowsNamed(api, idOrName);
  if (!first) throw new UsageError(`There is no flow "${idOrName}" on the server.`);
  if (others.length > 0)
    throw new UsageError(
      `There are ${others.length + 1} flows "${idOrName}"; use an id: ${[first, ...others].map((f) => f.id).join(", ")}`,
    );
  return first;
}

export async function flowsNamed(api: Client, name: string): Promise<Flow[]> {
  return (await everyFlow(api, name)).filter((flow) => flow.name === name);
}

export async function everyFlow(api: Client, text?: string): Promise<Flow[]> {
  const flows: Flow[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await api("listFlows", { query: { limit: 100, text, cursor: cursor ?? undefined } });
    flows.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return flows;
}
