import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { NO_SENDING_LIMITS } from "@cordboard/api";
import { carrierUrls, createDestinationGuard } from "@cordboard/carrier";
import { runtimes } from "@cordboard/components/runtime";
import { CodedError } from "@cordboard/contract";
import { registry } from "@cordboard/flow";
import type { Logger } from "pino";
import { createMediaLinks } from "./auth/media-link.ts";
import { createRecordingLinks } from "./auth/recording-link.ts";
import { newSignInLink } from "./auth/sign-in.ts";
import { lastBackupOf } from "./backup.ts";
import { createKeptAccounts, inUseSince, watchAccount, withAccount } from "./carrier/kept-account.ts";
import { createNumberSync } from "./carrier/number-sync.ts";
import { createReach } from "./carrier/reach.ts";
import { createCarrierFront } from "./carrier/front.ts";
import { createCodeRunner } from "./code/code-runner.ts";
import { createDatabases } from "./databases/databases.ts";
import { createAddressGuard } from "./egress/address-guard.ts";
import { createEgressClient } from "./egress/egress-client.ts";
import { createLoopDelay } from "./loop-delay.ts";
import { loadFirstFlows } from "./first-start.ts";
import { createApi } from "./http/create-api.ts";
import { createRecordings, type Recordings } from "./recordings/recordings.ts";
import { createCarrier, createCarriers } from "./runtime/carriers.ts";
import { createCompiledFlows } from "./runtime/compiled-flows.ts";
import { eventSigningKey } from "./runtime/post-event.ts";
import { createRealHost } from "./runtime/real-host.ts";
import { createSubFlows } from "./http/sub-flows.ts";
import { createRuntime } from "./runtime/runtime.ts";
import { longestCall, openSending, PLIVO_LIMITS } from "./runtime/sending.ts";
import { loadSamples, type Sample } from "./samples.ts";
import type { Settings } from "./settings.ts";
import { PLIVO_API, SIMULATOR_AUTH_ID } from "./settings.ts";
import { type RunningSimulator, startSimulator, STARTER_NUMBERS } from "./simulator.ts";
import { openStepMarks } from "./step-mark-files.ts";
import { connectError } from "./store/postgres/connect-errors.ts";
import { openStores, type Stores } from "./store/stores.ts";

export interface Cordboard {
  /** Where it listens, e.g. `http://localhost:3000`. */
  url: string;
  /** Signs one browser in; 15 minutes. */
  signInUrl: string;
  simulator: RunningSimulator | null;
  /** Stops taking requests, finishes what is under way, closes everything. */
  stop: () => Promise<void>;
}

export interface AppPaths {
  /** The repository's `examples/`. */
  samples: string;
  /** The built editor, or null. */
  editor: string | null;
  version: string;
}

/** What is under way gets this long when the process is asked to stop. */
const GRACE_MS = 10_000;

/**
 * Composes the whole server. Errors: those of openStores, startSimulator, and `port_taken`.
 * What was opened before an error is closed again. `accountChanged`: the carrier's account is another one from now on, and
 * this Cordboard goes on with the one that it began with; see `keep-running.ts`.
 */
export async function startCordboard(
  settings: Settings,
  paths: AppPaths,
  log: Logger,
  accountChanged: () => void = () => undefined,
): Promise<Cordboard> {
  const closers: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { ...(await compose(settings, paths, { log, closers, accountChanged })), stop };
  } catch (error) {
    // What can't be closed, as a database that is away, must not hide why nothing was started.
    await stop().catch((late: unknown) => log.warn({ err: late }, "not everything that was opened could be closed"));
    // PostgreSQL can also go away while the rest is starting.
    throw settings.databaseUrl === null ? error : connectError(error, settings.databaseUrl);
  }
}

interface Surroundings {
  log: Logger;
  closers: (() => unknown)[];
  accountChanged: () => void;
}

async function compose(given: Settings, paths: AppPaths, { log, closers, accountChanged }: Surroundings): Promise<Omit<Cordboard, "stop">> {
  const stores = await openStores(given, log);
  closers.push(stores.close);
  const { runs: store, guards, history, catalog, changes, masterKey, oneAtATime } = stores;
  const keptAccounts = createKeptAccounts(catalog, masterKey);
  const kept = given.carrierVariables.length > 0 ? null : await keptAccounts.read();
  const settings = withAccount(given, kept);
  if (given.carrierVariables.length === 0) {
    const failed = (error: unknown) => log.warn({ err: error, code: "carrier_account_unread" }, "the carrier's account could not be read");
    closers.push(watchAccount({ kept, keptAccounts, changes, accountChanged, failed }));
  }

  const firstFlows = async (): Promise<Sample[]> => {
    const loaded = await loadSamples(paths.samples);
    const numbers = settings.carrier === "simulator" ? STARTER_NUMBERS : [];
    await oneAtATime("first flows", () => loadFirstFlows(catalog, loaded, numbers));
    return loaded;
  };
  const simulatorToken =
    settings.carrier === "simulator" && settings.plivoAuthToken !== null ? settings.plivoAuthToken : stores.simulatorToken;
  const starting = startSimulator(settings, simulatorToken, stores.simulatorNotes, log);
  const [simulator, samples] = await both(starting, firstFlows(), (started) => {
    if (started) closers.push(() => started.close());
  });
  const since = await inUseSince(catalog, `${settings.carrier} ${settings.plivoAuthId}`, await store.now());
  const carriers = accounts(settings, simulator, simulatorToken, since);
  const urls = carrierUrls(settings.publicUrl);
  const host = createRealHost();
  const sending = await openSending({
    guards,
    countries: settings.destinationCountries,
    defaults: settings.carrier === "plivo" ? PLIVO_LIMITS : NO_SENDING_LIMITS,
    host,
    failed: (error) =>
      log.error({ err: error, code: "sending_limits_unread" }, "the limits on sending could not be read; those of before count"),
  });
  closers.push(sending.stop);
  const guard = {
    ...createDestinationGuard(sending.countries),
    maxSeconds: (to: readonly string[]) => longestCall(sending.callLimits(to)),
  };
  const egress = createEgressClient(createAddressGuard(settings.egressAllow));
  closers.push(egress.close);
  const code = createCodeRunner();
  closers.push(code.close);
  const mediaLinks = createMediaLinks(masterKey, settings.publicUrl);

  const marks = stepMarks(settings.dataDir, log);
  if (marks) closers.push(marks.close);
  const loopDelay = createLoopDelay();
  closers.push(loopDelay.stop);
  const runtime = createRuntime({
    store,
    flows: createCompiledFlows(catalog, { registry, runtimes }),
    carriers,
    urls,
    guard,
    egress,
    code,
    databases: createDatabases(),
    secrets: (name) => catalog.secretValue(name),
    subFlows: createSubFlows(catalog),
    catalog,
    mediaUrl: (idOrUrl) => (/^https?:\/\//i.test(idOrUrl) ? idOrUrl : mediaLinks.url(idOrUrl)),
    recordingUrl: createRecordingLinks(masterKey, settings.publicUrl).url,
    eventKey: eventSigningKey(masterKey),
    log,
    host,
    sending,
    loopDelayMs: loopDelay.read,
    guards,
    ...(marks && { marks }),
    alone: stores.alone,
    settleMs: settings.lookUpSettleSeconds * 1_000,
  });
  closers.push(() => runtime.stop(GRACE_MS));

  const liveClient = carriers.live.connect();
  const recordings = createRecordings({
    store: stores.recordings,
    carriers,
    fetch: globalThis.fetch,
    now: () => store.now(),
    keep: settings.keepRecordings,
    days: settings.recordingDays,
    failed: (error, id) => log.warn({ err: error, recordingId: id }, "a recording could not be fetched or deleted"),
  });
  closers.push(tendRecordings(recordings, oneAtATime, log));

  const carrierFront = createCarrierFront({
    store,
    catalog,
    runtime,
    carriers,
    log,
    recordings: stores.recordings,
    publicUrl: settings.publicUrl,
    urls,
    masterKey,
  });
  const reach = createReach({ publicUrl: settings.publicUrl, facts: catalog, carrier: carriers.live, fetch: globalThis.fetch });
  const api = createApi({
    settings: {
      carrierVariables: settings.carrierVariables,
      plivoApiBase: settings.plivoApiBase ?? PLIVO_API,
      countriesGiven: given.destinationCountries !== null,
      publicUrl: settings.publicUrl,
      fallbackUrl: settings.fallbackUrl,
      carrier: settings.carrier,
      accountId: settings.plivoAuthId,
      apiKey: settings.apiKey ?? undefined,
      destinationCountries: settings.destinationCountries,
      testMode: settings.testClock,
      trustProxy: settings.trustProxy,
      version: paths.version,
      editorDir: paths.editor,
    },
    catalog,
    changes,
    oneAtATime,
    runs: store,
    history,
    runtime,
    sending,
    guards,
    shedding: runtime.shedding,
    samples,
    carrier: liveClient,
    keptAccounts,
    accountInUse: kept,
    reach,
    lastBackup: () => (settings.databaseUrl === null ? lastBackupOf(settings.dataDir) : "unknown"),
    simulator: carriers.test && { url: carriers.test.baseUrl, authId: carriers.test.authId, authToken: carriers.test.authTokens[0] ?? "" },
    masterKey,
    recordings,
    registry: runtime.metrics.registry,
    logger: log,
  });
  const server = createServer((request, response) => {
    if (!reach.door(request, response) && !carrierFront(request, response)) api.app(request, response);
  });
  api.attach(server);
  closers.push(async () => {
    const closed = server.listening ? closeServer(server) : null;
    // Live sockets would keep it open.
    api.close();
    await closed;
  });
  const url = await listen(server, settings);

  if (simulator && settings.carrier === "simulator") await rent(simulator, catalog);
  const sync = createNumberSync({ carrier: liveClient, catalog, urls, fallbackUrl: settings.fallbackUrl, oneAtATime, log });
  closers.push(sync.stop);
  const connecting = sync.run().catch((error: unknown) => log.error({ err: error }, "numbers could not be connected"));
  // Whoever reads the ready line may call at once; a carrier far away is not waited for.
  if (simulator && settings.carrier === "simulator") await connecting;
  const sweep = setInterval(
    () => void catalog.sweepCatalog().catch((error: unknown) => log.error({ err: error }, "sweep failed")),
    3_600_000,
  );
  closers.push(() => clearInterval(sweep));

  const { url: signInUrl } = await newSignInLink(catalog, settings.publicUrl);
  return { url, signInUrl, simulator };
}

const TEND_RECORDINGS_MS = 5_000;

function tendRecordings(recordings: Recordings, oneAtATime: Stores["oneAtATime"], log: Logger): () => Promise<void> {
  let under: Promise<void> | null = null;
  const timer = setInterval(() => {
    under ??= oneAtATime("recordings", () => recordings.tend())
      .catch((error: unknown) => log.error({ err: error }, "recordings could not be looked after"))
      .finally(() => (under = null));
  }, TEND_RECORDINGS_MS);
  return async () => {
    clearInterval(timer);
    await under;
  };
}

/** Side by side; when one fails the other has ended too, and `opened` has been told of the first. */
async function both<A, B>(first: Promise<A>, second: Promise<B>, opened: (value: A) => void): Promise<[A, B]> {
  await Promise.allSettled([first.then(opened), second]);
  return Promise.all([first, second]);
}

function accounts(settings: Settings, simulator: RunningSimulator | null, simulatorToken: string, since: number) {
  const { plivoAuthId: authId, plivoAuthTokenNext: next } = settings;
  const simulated = (baseUrl: string, id: string) =>
    createCarrier({
      name: "simulator",
      authId: id,
      authTokens: [simulatorToken, ...(next && settings.carrier === "simulator" ? [next] : [])],
      baseUrl,
    });
  if (settings.carrier === "simulator") {
    const only = { ...simulated(settings.plivoApiBase ?? simulator?.url ?? "", authId), since };
    return createCarriers(only, only);
  }
  const tokens = [settings.plivoAuthToken ?? "", ...(next ? [next] : [])];
  const live = createCarrier({ name: "plivo", authId, authTokens: tokens, baseUrl: settings.plivoApiBase ?? "", since });
  return createCarriers(live, simulator ? simulated(simulator.url, SIMULATOR_AUTH_ID) : null);
}

/** A replica on PostgreSQL may have no folder of its own. */
function stepMarks(dataDir: string, log: Logger) {
  try {
    return openStepMarks(join(dataDir, "steps"));
  } catch (error) {
    log.warn(
      { err: error, code: "step_marks_off" },
      "DATA_DIR can't be written, so a run that takes the process down will not be found out",
    );
    return null;
  }
}

/** The simulator forgets its numbers when it stops; the catalog does not. */
async function rent(simulator: RunningSimulator, catalog: { numbers: () => Promise<{ number: string }[]> }): Promise<void> {
  const assigned = (await catalog.numbers()).map(({ number }) => number);
  await simulator.rent(new Set([...STARTER_NUMBERS, ...assigned]));
}

async function listen(server: Server, { port, host }: Settings): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new CodedError("port_taken", `Port ${port} is in use; stop what uses it (another Cordboard?), or set PORT to another one.`);
    }
    throw error;
  }
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  return `http://${host === "127.0.0.1" || host === "::1" || host === "0.0.0.0" || host === "::" ? "localhost" : host}:${actual}`;
}

/** Answers what was asked already; a kept-alive connection is closed as soon as it has no request. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}

export const defaultPaths = (root: string, version: string): AppPaths => ({
  samples: join(root, "examples"),
  editor: join(root, "apps", "editor", "dist"),
  version,
});
