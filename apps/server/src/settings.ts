import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { CodedError } from "@cordboard/contract";
import ipaddr from "ipaddr.js";
import { getCountries } from "libphonenumber-js/max";
import { z } from "zod";
import { placeOf } from "./store/postgres/connect-errors.ts";

/** Account of the built-in simulator; its token is made once in the data folder. */
export const SIMULATOR_AUTH_ID = "MASIMULATOR000000001";
export const PLIVO_API = "https://api.plivo.com";

const CARRIER_VARIABLES = ["CARRIER", "PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN"] as const;

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
/** An ISO code of a country with telephones. */
export const isCountry = (code: string): boolean => getCountries().some((known) => known === code);
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const baseUrl = z
  .url({ protocol: /^https?$/, error: "Give a web address, such as https://flows.example.com." })
  .transform((url) => url.replace(/\/+$/, ""));
const addressOrRange = (value: string): boolean => ipaddr.isValid(value) || ipaddr.isValidCIDR(value);

/** Every setting of interface.md, by the name of its environment variable. */
const SCHEMA = z.object({
  PORT: port(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: baseUrl.optional(),
  FALLBACK_URL: z.url({ protocol: /^https?$/, error: "Give the web address of fallback.xml." }).optional(),
  TRUST_PROXY: list
    .refine(
      (all) => all.every((one) => ["loopback", "linklocal", "uniquelocal"].includes(one) || addressOrRange(one)),
      "List addresses or ranges, such as 10.0.0.0/8.",
    )
    .default([]),
  DATABASE_URL: z
    .string()
    .refine((url) => placeOf(url) !== null, "Give an address such as postgres://user:password@db.example.com:5432/cordboard.")
    .optional(),
  DATA_DIR: z.string().default("./data"),
  CARRIER: z.enum(["simulator", "plivo"]).default("simulator"),
  PLIVO_AUTH_ID: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/, "Letters and digits only.")
    .optional(),
  PLIVO_AUTH_TOKEN: z.string().optional(),
  PLIVO_AUTH_TOKEN_NEXT: z.string().optional(),
  PLIVO_API_BASE: baseUrl.optional(),
  SIMULATOR_PORT: port(3001),
  SIMULATOR_TIME_SCALE: z.coerce.number().positive().max(1_000).default(1),
  CORDBOARD_API_KEY: z.string().optional(),
  CORDBOARD_MASTER_KEY: z.string().optional(),
  CORDBOARD_MASTER_KEY_FILE: z.string().optional(),
  EGRESS_ALLOW: list.default([]),
  DESTINATION_COUNTRIES: list
    .transform((codes) => codes.map((code) => code.toUpperCase()))
    .refine((codes) => codes.every(isCountry), "List ISO country codes, such as US,CA,GB.")
    .optional(),
  LOOKUP_SETTLE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
  CORDBOARD_TEST: z.enum(["0", "1", ""]).default("0"),
  RECORDINGS: z.enum(["reference", "store"]).default("reference"),
  RECORDING_DAYS: z.coerce.number().int().min(0).max(36_500).default(0),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export interface Settings {
  port: number;
  host: string;
  /** Base of every URL given to the carrier, without a slash at the end. */
  publicUrl: string;
  /** Where the carrier finds the static answer while Cordboard can't be reached; null: nowhere. */
  fallbackUrl: string | null;
  trustProxy: string[];
  /** Null: the embedded store in `dataDir`. Holds a password: never log it. */
  databaseUrl: string | null;
  dataDir: string;
  carrier: "simulator" | "plivo";
  /** The variables that name the carrier's account; empty: the one that people have kept counts, if there is one. */
  carrierVariables: string[];
  /** Null: the simulator's own account. */
  plivoAuthId: string;
  plivoAuthToken: string | null;
  plivoAuthTokenNext: string | null;
  /** Base of the REST API without `/v1`; null: the built-in simulator, which is started for it. */
  plivoApiBase: string | null;
  /** PLIVO_API_BASE is set: no simulator is started. */
  plivoApiBaseGiven: boolean;
  simulatorPort: number;
  simulatorTimeScale: number;
  apiKey: string | null;
  masterKey: string | null;
  masterKeyFile: string | null;
  egressAllow: string[];
  /** Null: every country. */
  destinationCountries: string[] | null;
  /** How long after an attempt began its absence in the carrier's lists begins to count as proof that it never left. */
  lookUpSettleSeconds: number;
  testClock: boolean;
  /** Copies of recordings are kept in the store. */
  keepRecordings: boolean;
  /** Recordings are deleted, here and at the carrier, after so many days; 0: never. */
  recordingDays: number;
  logLevel: string;
}

/**
 * Reads the settings from `env`, after `.env` in `folder` (a variable that is set wins over the file).
 * Errors: `setting_invalid`, whose details name each variable.
 */
export function readSettings(env: NodeJS.ProcessEnv, folder: string = process.cwd()): Settings {
  const given = { ...readEnvFile(`${folder}/.env`), ...env };
  // An empty value means "not set", as in most shells and compose files.
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const parsed = SCHEMA.safeParse(values);
  // All at once: nobody likes to mend one and be told of the next.
  const wrong = parsed.error?.issues.map((issue) => ({ path: issue.path.join("."), code: issue.code, message: issue.message })) ?? [];
  const problems = [...wrong, ...missingFor(values)];
  if (!parsed.success || problems.length > 0) throw invalid(problems);
  const s = parsed.data;
  const plivo = s.CARRIER === "plivo";
  return {
    port: s.PORT,
    host: s.HOST,
    publicUrl: s.PUBLIC_URL ?? `http://localhost:${s.PORT}`,
    fallbackUrl: s.FALLBACK_URL ?? null,
    trustProxy: s.TRUST_PROXY,
    databaseUrl: s.DATABASE_URL ?? null,
    dataDir: s.DATA_DIR,
    carrier: s.CARRIER,
    carrierVariables: CARRIER_VARIABLES.filter((name) => Boolean(given[name])),
    plivoAuthId: s.PLIVO_AUTH_ID ?? SIMULATOR_AUTH_ID,
    plivoAuthToken: s.PLIVO_AUTH_TOKEN ?? null,
    plivoAuthTokenNext: s.PLIVO_AUTH_TOKEN_NEXT ?? null,
    plivoApiBase: s.PLIVO_API_BASE?.replace(/\/v1$/, "") ?? (plivo ? PLIVO_API : null),
    plivoApiBaseGiven: s.PLIVO_API_BASE !== undefined,
    simulatorPort: s.SIMULATOR_PORT,
    simulatorTimeScale: s.SIMULATOR_TIME_SCALE,
    apiKey: s.CORDBOARD_API_KEY ?? null,
    masterKey: s.CORDBOARD_MASTER_KEY ?? null,
    masterKeyFile: s.CORDBOARD_MASTER_KEY_FILE ?? null,
    egressAllow: s.EGRESS_ALLOW,
    destinationCountries: s.DESTINATION_COUNTRIES ?? null,
    lookUpSettleSeconds: s.LOOKUP_SETTLE_SECONDS,
    testClock: s.CORDBOARD_TEST === "1",
    keepRecordings: s.RECORDINGS === "store",
    recordingDays: s.RECORDING_DAYS,
    logLevel: s.LOG_LEVEL,
  };
}

interface Problem {
  path: string;
  code: string;
  message: string;
}

/** What a setting that is given needs beside it. */
function missingFor(given: NodeJS.Dict<string>): Problem[] {
  const missing = (path: string, message: string): Problem[] => (given[path] ? [] : [{ path, code: "setting_required", message }]);
  const plivo = [
    ...missing("PLIVO_AUTH_ID", "CARRIER=plivo needs the account's auth id."),
    ...missing("PLIVO_AUTH_TOKEN", "CARRIER=plivo needs the account's auth token."),
    ...missing("DESTINATION_COUNTRIES", "CARRIER=plivo needs the countries that flows may call or text, such as US,CA."),
  ];
  const key = missing(
    "CORDBOARD_MASTER_KEY",
    "DATABASE_URL needs the master key, the same for all replicas; make one with: openssl rand -hex 32",
  );
  return [...(given["CARRIER"] === "plivo" ? plivo : []), ...(given["DATABASE_URL"] && !given["CORDBOARD_MASTER_KEY_FILE"] ? key : [])];
}

function invalid(details: Problem[]): CodedError {
  const lines = details.map((d) => `  ${d.path}: ${d.message}`).join("\n");
  return new CodedError("setting_invalid", `These settings are not right; change them in the environment or in .env:\n${lines}`, details);
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new CodedError("setting_invalid", `The file ${file} cannot be read; check its rights.`);
  }
}
