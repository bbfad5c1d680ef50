import type { ExitOf, Runtime } from "@cordboard/contract";
import { openingAt } from "../shared/opening.ts";
import { isZone, written } from "../shared/time.ts";
import { type businessHours as manifest, type BusinessHoursConfig, OVERRIDES } from "./manifest.ts";

export const businessHours: Runtime<BusinessHoursConfig, ExitOf<typeof manifest>> = {
  enter(config, ctx) {
    const { state, holiday, nextOpen } = openingAt(config, ctx.now);
    const override = OVERRIDES.find((word) => word === config.override.trim().toLowerCase());
    const next = override === "open" ? ctx.now : nextOpen;
    const zone = isZone(config.zone) ? config.zone : "UTC";
    return {
      do: "exit",
      exit: override ?? state,
      outputs: { next_open: next === null ? "" : written(next, zone), holiday },
    };
  },
};
