import { isDeepStrictEqual } from "node:util";
import type { CarrierAccount } from "@cordboard/api";
import { createPlivoClient } from "@cordboard/plivo";
import { isCountry, SIMULATOR_AUTH_ID } from "../settings.ts";
import { askAccount } from "./ask-account.ts";
import type { Deps } from "./deps.ts";
import { iso, type Some } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names = "getCarrier" | "putCarrier" | "deleteCarrier" | "testCarrier" | "reachCarrier";

/** The carrier's account: which, whether its keys are right, whether the carrier finds us. A change is in effect when all have begun anew. */
export function carrierHandlers(deps: Deps): Some<Names> {
  const { settings, carrier, keptAccounts, reach, changes } = deps;

  const view = async (): Promise<CarrierAccount> => {
    const decides = settings.carrierVariables.length > 0;
    const kept = decides ? null : await keptAccounts.read();
    return {
      carrier: decides ? settings.carrier : kept ? "plivo" : "simulator",
      accountId: decides ? settings.accountId : (kept?.authId ?? SIMULATOR_AUTH_ID),
      from: decides ? "environment" : kept ? "kept" : "default",
      inEffect: decides || isDeepStrictEqual(kept, deps.accountInUse),
      variables: [...settings.carrierVariables],
      keptAt: kept && iso(kept.at),
      keptBy: kept?.by ?? null,
      publicUrl: settings.publicUrl,
      countries: kept?.countries ?? settings.destinationCountries,
      countriesFromEnvironment: settings.countriesGiven,
    };
  };

  return {
    getCarrier: view,
    putCarrier: async ({ body, actor, audit }) => {
      refuseEnvironment(deps);
      const countries = settings.countriesGiven ? null : countriesOf(body.countries);
      await askAccount(clientOf(deps, body));
      const before = await keptAccounts.read();
      if (before?.authId !== body.authId) await refuseDoubts(deps);
      await keptAccounts.keep({ authId: body.authId, authToken: body.authToken, countries, by: actor.name });
      audit({ target: body.authId, details: { countries } });
      const kept = await view();
      changes.tell({ kind: "carrier" });
      return kept;
    },
    deleteCarrier: async ({ audit }) => {
      refuseEnvironment(deps);
      const kept = await keptAccounts.read();
      if (kept) await refuseDoubts(deps);
      await keptAccounts.forget();
      audit({ target: kept?.authId ?? "none" });
      changes.tell({ kind: "carrier" });
      return undefined;
    },
    testCarrier: async ({ body, audit }) => {
      const { authId, authToken } = body;
      audit({ target: authId ?? settings.accountId });
      return askAccount(authId !== undefined && authToken !== undefined ? clientOf(deps, { authId, authToken }) : carrier);
    },
    reachCarrier: async ({ audit }) => {
      audit({ target: settings.publicUrl });
      return reach.ask();
    },
  };
}

const clientOf = ({ settings }: Deps, { authId, authToken }: { authId: string; authToken: string }) =>
  createPlivoClient({ authId, authToken, baseUrl: settings.plivoApiBase });

function refuseEnvironment({ settings }: Deps): void {
  const { carrierVariables } = settings;
  if (carrierVariables.length === 0) return;
  throw refuse(
    "carrier_from_environment",
    `The environment decides: ${carrierVariables.join(", ")}. Change it there and start again, or take it away to enter the account here.`,
  );
}

/** An attempt that is in doubt can only be settled by the lists of the account where it was made. */
async function refuseDoubts({ runs }: Deps): Promise<void> {
  const { items } = await runs.listEffects({ state: "uncertain", limit: 500 });
  if (items.every(({ test }) => test)) return;
  throw refuse(
    "carrier_in_doubt",
    "Texts or calls are in doubt at the account in use. Settle them under In doubt first: another account can’t say what became of them.",
  );
}

function countriesOf(given: readonly string[] | undefined): string[] {
  if (given === undefined)
    throw refuse("countries_missing", "Name the countries that flows may call and text, such as US, CA; all others are refused.");
  const unknown = given.filter((code) => !isCountry(code));
  if (unknown.length > 0) throw refuse("countries_missing", `${unknown.join(", ")} is no country’s ISO code; write US, CA, GB.`);
  return [...new Set(given)];
}
