import { CALLS, TEXTS } from "../runtime/sending.ts";
import type { Deps } from "./deps.ts";
import type { Some } from "./handler.ts";

const MICROS = 1_000_000;

/** The limits on what goes out. */
export function sendingHandlers({ sending, guards, runs, settings }: Deps): Some<"getSending" | "putSending"> {
  const view = async () => {
    const now = await runs.now();
    const [gone, micros] = await Promise.all([guards.queue.today(now), guards.spending.onDayOf(now)]);
    return {
      limits: sending.limits(),
      countriesOfServer: settings.destinationCountries,
      today: { texts: gone.get(TEXTS) ?? 0, calls: gone.get(CALLS) ?? 0, spent: micros / MICROS },
    };
  };
  return {
    getSending: view,
    putSending: async ({ body, actor, audit }) => {
      await sending.write(body, actor.name);
      audit({ target: "sending" });
      return view();
    },
  };
}
