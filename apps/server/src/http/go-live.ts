import { isIP } from "node:net";
import type { GoLiveItem } from "@cordboard/api";
import { CodedError } from "@cordboard/contract";
import { PlivoError } from "@cordboard/plivo";
import { bare, createAddressGuard } from "../egress/address-guard.ts";
import { askAccount } from "./ask-account.ts";
import type { Deps } from "./deps.ts";
import type { Some } from "./handler.ts";

type Item = Omit<GoLiveItem, "id">;

/** What nobody opened for flows: names and addresses that are known to one network alone. */
const PUBLIC = createAddressGuard([]);

const done = (says: string): Item => ({ state: "done", says, next: null });
const todo = (says: string, next: string): Item => ({ state: "todo", says, next });
const unknown = (says: string, next: string): Item => ({ state: "unknown", says, next });

/** What stands between this installation and real calls, from what is so and not from what was ticked. */
export function goLiveHandlers(deps: Deps): Some<"goLive"> {
  return {
    goLive: async () => {
      const [keysItem, reachedItem, numbersItem, signInItem] = await Promise.all([keys(deps), reached(deps), numbers(deps), signIn(deps)]);
      return {
        items: [
          { id: "keys", ...keysItem },
          { id: "https", ...https(deps) },
          { id: "address", ...address(deps) },
          { id: "reached", ...reachedItem },
          { id: "numbers", ...numbersItem },
          { id: "countries", ...countries(deps) },
          { id: "fallback", ...fallback(deps) },
          { id: "backup", ...backup(deps) },
          { id: "sign_in", ...signInItem },
        ],
      };
    },
  };
}

async function keys({ settings, carrier }: Deps): Promise<Item> {
  if (settings.carrier === "simulator")
    return todo("The built-in simulator answers.", "Enter the Auth ID and token of an account at Plivo.");
  try {
    const { name, accountId } = await askAccount(carrier);
    return done(`The carrier knows the account ${name ?? accountId}.`);
  } catch (error) {
    if (error instanceof CodedError || error instanceof PlivoError) return todo("The carrier refuses the account in use.", error.message);
    throw error;
  }
}

function https({ settings }: Deps): Item {
  if (new URL(settings.publicUrl).protocol === "https:") return done("PUBLIC_URL is an https address.");
  return todo(
    `PUBLIC_URL is ${settings.publicUrl}: what callers press and say would cross the net in the clear.`,
    "Put a proxy with a certificate in front, and set PUBLIC_URL to its https address.",
  );
}

function address({ settings }: Deps): Item {
  const hostname = bare(new URL(settings.publicUrl).hostname);
  if (isIP(hostname) === 0 ? !PUBLIC.hostRefused(hostname) : PUBLIC.addressAllowed(hostname))
    return done(`PUBLIC_URL names ${hostname}, which can be reached from anywhere.`);
  return todo(`PUBLIC_URL names ${hostname}, which only this network knows.`, "Set PUBLIC_URL to an address that the carrier can open.");
}

async function reached({ reach }: Deps): Promise<Item> {
  const last = await reach.last();
  if (last?.by === "carrier") return done("The carrier has come through PUBLIC_URL.");
  const so =
    last === null
      ? "Nobody has come through PUBLIC_URL yet."
      : last.by === "simulator"
        ? "Only the simulator has come through PUBLIC_URL, from beside Cordboard."
        : "Only Cordboard itself has come through PUBLIC_URL.";
  return todo(so, "Have the carrier come through it: Try PUBLIC_URL.");
}

async function numbers({ catalog, carrier, settings }: Deps): Promise<Item> {
  const assigned = (await catalog.numbers()).filter((one) => one.voiceFlowId !== null || one.messageFlowId !== null);
  const next = "Choose numbers of the account, and the flow that answers them.";
  if (settings.carrier === "simulator") return todo("The numbers of the simulator reach nobody outside.", next);
  // One is enough to go live with.
  for (const { number, applicationId } of assigned)
    if (applicationId !== null && (await applicationOf(carrier, number)) === applicationId)
      return done("The carrier sends the calls and texts of a number here.");
  return todo("No number of the account leads to a flow.", next);
}

/** Null also for a number that the account doesn't have. */
async function applicationOf(carrier: Deps["carrier"], number: string): Promise<string | null> {
  try {
    return (await carrier.numbers.get(number)).appId;
  } catch (error) {
    if (error instanceof PlivoError) return null;
    throw error;
  }
}

function countries({ settings }: Deps): Item {
  const allowed = settings.destinationCountries;
  if (allowed !== null) return done(`Flows may call and text ${allowed.join(", ")}.`);
  return todo(
    "Flows may call and text every country.",
    "Name the countries with the keys, or in DESTINATION_COUNTRIES, so that nobody runs up a bill elsewhere.",
  );
}

function fallback({ settings }: Deps): Item {
  if (settings.fallbackUrl !== null) return done("The carrier has a fallback for when Cordboard can’t be reached.");
  return todo("Callers hear nothing when Cordboard can’t be reached.", "Put fallback.xml on another host and set FALLBACK_URL.");
}

function backup({ lastBackup }: Deps): Item {
  const last = lastBackup();
  const next = "Run npx cordboard backup each night.";
  if (last === "unknown") return unknown("The database is backed up, or not, by whoever runs it.", "Make sure of it.");
  if (last === null) return todo("No backup was ever made.", next);
  const days = Math.floor((Date.now() - last) / DAY_MS);
  return days < 2 ? done("A backup was made within the last two days.") : todo(`The last backup is ${days} days old.`, next);
}
const DAY_MS = 24 * 3_600_000;

async function signIn({ catalog, settings }: Deps): Promise<Item> {
  const { items } = await catalog.listKeys({ limit: 200 });
  const now = Date.now();
  const owns = settings.apiKey !== undefined || items.some((key) => key.role === "owner" && (key.expiresAt ?? now + 1) > now);
  if (owns) return done("An owner can sign in with a key.");
  return todo("The only way in is the link on the terminal.", "Make an owner’s API key under API keys, and keep it safe.");
}
