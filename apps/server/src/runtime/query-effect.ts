import type { Attempt } from "@cordboard/carrier";
import { CodedError, type QueryEffect, type StepCode } from "@cordboard/contract";
import { type DatabaseServer, readDatabaseServer } from "../databases/database-server.ts";
import { QueryError } from "../databases/query-error.ts";
import { EgressError } from "../egress/egress-client.ts";
import { resolveSecrets } from "./secrets.ts";
import type { ServicePorts } from "./services.ts";

/** Tries after the first, of what surely changed nothing. */
const RETRIES = 3;
const FULL = "Ten queries to this database are under way already.";

/** Asks an author's database once. A change whose commit nobody confirmed is in doubt. */
export async function performQuery(
  effect: QueryEffect,
  attempts: number,
  ports: Pick<ServicePorts, "databases" | "secrets" | "reach">,
): Promise<Attempt> {
  const failed = (code: StepCode, message: string): Attempt => ({
    kind: "done",
    result: { ok: false, uncertain: false, error: { code, message } },
  });
  const again = (code: StepCode, message: string): Attempt =>
    attempts <= RETRIES ? { kind: "retry", afterMs: null, error: { code, message } } : failed(code, message);
  let leave: (() => void) | null = null;
  try {
    const secret = (await resolveSecrets([effect.connection], ports.secrets)).get(effect.connection) ?? "";
    const server = readDatabaseServer(secret);
    if (server?.kind !== effect.database) return failed("secret_invalid", wanted(effect, server));
    leave = ports.databases.enter(server);
    // Nothing has begun, so it isn't counted as a try.
    if (!leave) return { kind: "retry", afterMs: null, error: { code: "database_unreachable", message: FULL } };
    const address = await ports.reach(server.host, server.port);
    const values = effect.parameters.map(({ value }) => value);
    const { rows, rowCount, more, durationMs } = await ports.databases.ask(server, address, { ...effect, values });
    return { kind: "done", result: { ok: true, data: { rows, rowCount, more, durationMs } } };
  } catch (error) {
    if (error instanceof CodedError) return failed("secret_missing", error.message);
    if (error instanceof EgressError)
      return error.code === "http_unreachable" ? again("database_unreachable", error.message) : failed(error.code, error.message);
    if (!(error instanceof QueryError)) throw error;
    if (error.done === "maybe") return { kind: "uncertain", error: { code: "uncertain", message: error.message } };
    return error.again ? again(error.code, error.message) : failed(error.code, error.message);
  } finally {
    leave?.();
  }
}

function wanted({ connection, database }: QueryEffect, server: DatabaseServer | null): string {
  if (server) return `The secret ${connection} is of another kind of database than the step says. Choose the other one there.`;
  const scheme = database === "mysql" ? "mysql" : "postgres";
  return `Write the secret ${connection} as ${scheme}://user:password@db.example.com/name.`;
}
