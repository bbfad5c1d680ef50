import type { Client } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import { type Command, EXIT, type Given, UsageError } from "../command.ts";
import { connect, findFlow } from "../server.ts";

const ASK_EVERY_MS = 500;

export const run: Command = {
  name: "run",
  usage: "FLOW [--to NUMBER…] [--param NAME=VALUE…] [--wait]",
  summary: "Start a run of a published flow",
  about: [
    "--to may be given several times: one run each. --from NUMBER, --version N, --params JSON.",
    "--wait follows the run to its end; exit code 1 when it failed.",
  ],
  options: {
    to: { type: "string", multiple: true },
    from: { type: "string" },
    param: { type: "string", multiple: true },
    params: { type: "string" },
    version: { type: "string" },
    wait: { type: "boolean" },
  },
  run: async (given, io) => {
    const [name] = given.words;
    if (name === undefined) throw new UsageError("Name a flow: its id or its name.");
    const api = connect(io);
    const flow = await findFlow(api, name);
    const started = await api("startRuns", { params: { id: flow.id }, body: bodyOf(given) });
    const runs = "runs" in started ? started.runs : [{ runId: started.runId, to: "", error: undefined }];
    for (const { runId, to, error } of runs) {
      const where = to ? ` to ${to}` : "";
      if (runId === null) io.err(`refused${where}: ${error?.message ?? ""}`);
      else io.out(`run ${runId}${where}, version ${started.version}`);
    }
    if (!given.flag("wait")) return runs.some(({ runId }) => runId === null) ? EXIT.found : EXIT.ok;
    let failed = runs.some(({ runId }) => runId === null);
    for (const { runId } of runs) {
      if (runId === null) continue;
      const { status, reason } = await ended(api, runId);
      io.out(`run ${runId} ${status}${reason ? `: ${reason.message}` : ""}`);
      failed ||= status !== "completed";
    }
    return failed ? EXIT.found : EXIT.ok;
  },
};

function bodyOf(given: Given) {
  const to = given.texts("to");
  const [from, version] = [given.text("from"), given.text("version")];
  if (version !== undefined && !/^[1-9]\d*$/.test(version)) throw new UsageError("--version takes the number of a version.");
  const params: JsonObject = { ...jsonParams(given.text("params")), ...Object.fromEntries(given.texts("param").map(pair)) };
  const [only] = to;
  return {
    params,
    ...(to.length > 1 ? { to } : only === undefined ? {} : { to: only }),
    ...(from === undefined ? {} : { from }),
    ...(version === undefined ? {} : { version: Number(version) }),
  };
}

function jsonParams(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return asObject(value);
  } catch {
    // told below, with everything else that is no object
  }
  throw new UsageError("--params takes a JSON object.");
}

/** JSON.parse made it. */
function asObject(value: object): JsonObject {
  return value as JsonObject;
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--param takes NAME=VALUE, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}

async function ended(api: Client, id: string) {
  for (;;) {
    const found = await api("getRun", { params: { id } });
    if (found.status !== "running") return found;
    await new Promise((done) => setTimeout(done, ASK_EVERY_MS));
  }
}
