import { CodedError } from "@cordboard/contract";
import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import type { Logger } from "pino";
import { SIMULATOR_AUTH_ID, type Settings } from "./settings.ts";

/** Numbers that the built-in simulator's account begins with. Reserved for fiction, so they can belong to nobody. */
export const STARTER_NUMBERS = ["+14155550199", "+14155550198", "+14155550197", "+14155550196", "+14155550195"] as const;

/**
 * The built-in simulator, unless PLIVO_API_BASE names another carrier. With CARRIER=plivo it runs for test runs alone.
 * Errors: `simulator_port_taken`.
 */
export async function startSimulator(settings: Settings, authToken: string, log: Logger): Promise<SimulatorServer | null> {
  if (settings.plivoApiBaseGiven) return null;
  const { simulatorPort: port, simulatorTimeScale: timeScale } = settings;
  try {
    return await startSimulatorServer({
      port,
      host: "127.0.0.1",
      authId: settings.carrier === "simulator" ? settings.plivoAuthId : SIMULATOR_AUTH_ID,
      authToken,
      timeScale,
      onFault: (error) => log.error({ err: error }, "the simulator failed"),
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new CodedError(
        "simulator_port_taken",
        `Port ${port} is in use, so the simulator cannot start; stop what uses it, or set SIMULATOR_PORT to another one.`,
      );
    }
    throw error;
  }
}
