import { parseArgs } from "node:util";
import { randomBytes } from "node:crypto";
import { readChoices, readLimits } from "./settings.ts";
import { type SimulatorServer, startSimulatorServer } from "./start.ts";

const HELP = `cordboard-simulator: a stand-in for the carrier

  --port N          port to listen on (SIMULATOR_PORT, 3001)
  --host ADDRESS    address to bind (127.0.0.1); anything but loopback asks for credentials on /sim
  --auth-id ID      account id (PLIVO_AUTH_ID, MASIMULATOR000000001)
  --auth-token T    account token (PLIVO_AUTH_TOKEN, else a random one is printed)
  --time-scale N    how much faster than real time it runs (SIMULATOR_TIME_SCALE, 1)
  --outlive N       end N seconds after both stdin and the last request are gone
  --choice NAME=V   what it does where the platform is not known, e.g. plusInNumbers=true; README lists them
  --limit NAME=N    limits of the account, e.g. callsPerSecond=2, messagesPerSecond=5, requestsPer5Seconds=300
  --lenient         run documents with errors, skipping what is wrong
  --help
`;

/** Ends with a message people can act on. */
function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

function number(name: string, raw: string, low: number, high: number): number {
  const value = Number(raw);
  if (raw.trim() === "" || !(value >= low && value <= high)) stop(`--${name} takes a number from ${low} to ${high}, not "${raw}".`);
  return value;
}

/** The command `cordboard-simulator`. Runs until it is told to stop. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { values } = readArgs(args);
  if (values.help) {
    console.log(HELP);
    return;
  }
  const port = number("port", values.port ?? env["SIMULATOR_PORT"] ?? "3001", 0, 65_535);
  const timeScale = number("time-scale", values["time-scale"] ?? env["SIMULATOR_TIME_SCALE"] ?? "1", 0.001, 10_000);
  const authId = values["auth-id"] ?? env["PLIVO_AUTH_ID"] ?? "MASIMULATOR000000001";
  const given = values["auth-token"] ?? env["PLIVO_AUTH_TOKEN"];
  const authToken = given ?? randomBytes(20).toString("hex");
  const choices = readChoices(values.choice);
  const limits = readLimits(values.limit);
  if (!choices.ok) return stop(choices.message);
  if (!limits.ok) return stop(limits.message);
  try {
    const host = values.host ?? "127.0.0.1";
    const server = await startSimulatorServer({
      port,
      host,
      authId,
      authToken,
      timeScale,
      mode: values.lenient ? "lenient" : "strict",
      choices: choices.value,
      limits: limits.value,
    });
    console.log(`Simulator is ready: ${server.url}  account ${authId}${given ? "" : `  token ${authToken}`}`);
    const end = (): void => void server.close().then(() => process.exit(0));
    if (values.outlive !== undefined) endWhenAbandoned(server, number("outlive", values.outlive, 1, 86_400), end);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    stop(
      taken ? `Port ${port} is taken; choose another with --port or SIMULATOR_PORT.` : `The simulator could not start: ${String(error)}`,
    );
  }
}

/** For a simulator that a server started: its calls outlive that server for a while, but not for ever. */
function endWhenAbandoned(server: SimulatorServer, seconds: number, end: () => void): void {
  let last = Date.now();
  server.onRequest(() => (last = Date.now()));
  process.stdin.resume().once("end", () => {
    setInterval(() => Date.now() - last > seconds * 1_000 && end(), 1_000);
  });
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        "auth-id": { type: "string" },
        "auth-token": { type: "string" },
        "time-scale": { type: "string" },
        outlive: { type: "string" },
        choice: { type: "string", multiple: true, default: [] },
        limit: { type: "string", multiple: true, default: [] },
        lenient: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}
