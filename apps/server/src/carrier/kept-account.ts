import { isDeepStrictEqual } from "node:util";
import { CodedError } from "@cordboard/contract";
import { z } from "zod";
import { PLIVO_API, type Settings } from "../settings.ts";
import type { FactStore } from "../store/catalog-store.ts";
import type { Changes } from "../store/changes.ts";
import { createSeal } from "../store/catalog/seal.ts";

/** The account at Plivo that an owner has entered on the Carrier page; all replicas use it, unless the environment names one. */
export interface KeptAccount {
  authId: string;
  authToken: string;
  /** Which flows may call and text; null: the environment says. */
  countries: string[] | null;
  by: string;
  /** Ms. */
  at: number;
}

export interface KeptAccounts {
  /** Errors: `carrier_keys_unreadable`. */
  read: () => Promise<KeptAccount | null>;
  keep: (account: Omit<KeptAccount, "at">) => Promise<void>;
  forget: () => Promise<void>;
}

const FACT = "carrier_account";
const kept = z.object({ authId: z.string(), authToken: z.string(), countries: z.array(z.string()).nullable(), by: z.string() });

/** `masterKey`: 32 bytes, under which the keys lie in the store. */
export function createKeptAccounts(facts: FactStore, masterKey: Buffer): KeptAccounts {
  const seal = createSeal(masterKey);
  const open = (value: string): unknown => {
    try {
      return JSON.parse(seal.open(FACT, Buffer.from(value, "base64")));
    } catch {
      throw new CodedError(
        "carrier_keys_unreadable",
        "The carrier's keys were kept under another master key; start with that one, or set CARRIER, PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN.",
      );
    }
  };
  return {
    read: async () => {
      const fact = await facts.fact(FACT);
      return fact ? { ...kept.parse(open(fact.value)), at: fact.at } : null;
    },
    keep: ({ authId, authToken, countries, by }) =>
      facts.say(FACT, seal.seal(FACT, JSON.stringify({ authId, authToken, countries, by })).toString("base64")),
    forget: () => facts.forgetFact(FACT),
  };
}

/** The settings to run with: what the environment says of the carrier counts, then the kept account, then the simulator. */
export function withAccount(settings: Settings, account: KeptAccount | null): Settings {
  if (account === null) return settings;
  return {
    ...settings,
    carrier: "plivo",
    plivoAuthId: account.authId,
    plivoAuthToken: account.authToken,
    plivoApiBase: settings.plivoApiBase ?? PLIVO_API,
    destinationCountries: settings.destinationCountries ?? account.countries,
  };
}

/**
 * Since when an account is in use, ms. 0 for the first one: all that was ever attempted was attempted there. Each later one
 * begins now; the lists of the new account say nothing of what was attempted at the one before.
 */
export async function inUseSince(facts: FactStore, account: string, now: number): Promise<number> {
  const IN_USE = "carrier_in_use";
  const before = await facts.fact(IN_USE);
  const known = before ? inUse.parse(JSON.parse(before.value)) : null;
  if (known?.account === account) return known.since;
  const since = known === null ? 0 : now;
  await facts.say(IN_USE, JSON.stringify({ account, since }));
  return since;
}
const inUse = z.object({ account: z.string(), since: z.number() });

interface Watch {
  /** With which this process began. */
  kept: KeptAccount | null;
  keptAccounts: Pick<KeptAccounts, "read">;
  changes: Pick<Changes, "listen" | "onGap">;
  accountChanged: () => void;
  failed: (error: unknown) => void;
}

/** Tells once that the account is another one, whoever changed it. Returns the way out. */
export function watchAccount({ kept, keptAccounts, changes, accountChanged, failed }: Watch): () => void {
  let over = false;
  const look = async (): Promise<void> => {
    const now = await keptAccounts.read();
    if (over || isDeepStrictEqual(now, kept)) return;
    over = true;
    accountChanged();
  };
  const soon = (): void => void look().catch(failed);
  const unlisten = changes.listen(({ kind }) => {
    if (kind === "carrier") soon();
  });
  changes.onGap(soon);
  return () => {
    over = true;
    unlisten();
  };
}
