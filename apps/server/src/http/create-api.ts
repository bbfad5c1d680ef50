import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { ROUTES, type RouteName, type RouteSpec } from "@cordboard/api";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { pinoHttp } from "pino-http";
import { createAuthenticator } from "../auth/authenticate.ts";
import { createRecordingLinks } from "../auth/recording-link.ts";
import { eventSigningKey, signingSecret } from "../runtime/post-event.ts";
import { createMediaLinks } from "../auth/media-link.ts";
import { createLive } from "../live/live.ts";
import { accountHandlers } from "./account.ts";
import { carrierHandlers } from "./carrier.ts";
import type { ApiParts, Deps } from "./deps.ts";
import { docsFiles } from "./docs.ts";
import { editorFiles } from "./editor.ts";
import { createFlowViews } from "./flow-view.ts";
import { flowHandlers } from "./flows.ts";
import type { Handlers } from "./handler.ts";
import { mediaHandlers } from "./media.ts";
import { addApiMetrics } from "./metrics.ts";
import { numberHandlers } from "./numbers.ts";
import { goLiveHandlers } from "./go-live.ts";
import { isCompatible } from "./openapi.ts";
import { phloHandlers, writePhloProblem } from "./phlo.ts";
import { refuse } from "./problem.ts";
import { runHandlers } from "./runs.ts";
import { sendingHandlers } from "./sending.ts";
import { type AnyHandler, serveRoute, told, writeProblem } from "./serve-route.ts";
import { signInHandlers } from "./sign-in.ts";
import { simHandlers } from "./sim.ts";
import { signInFiles } from "./sign-in-page.ts";
import { loadLimit, startLimit } from "./start-limit.ts";
import { systemHandlers } from "./system.ts";
import { templateHandlers } from "./templates.ts";
import { tryHandlers } from "./try.ts";
import { webhookHandlers } from "./webhooks.ts";
import { versionHandlers } from "./versions.ts";

export interface Api {
  app: Express;
  /** Takes the WebSocket upgrades of a server. */
  attach: (server: Server) => void;
  /** Ends sockets and timers of the API; the parts that were handed in stay open. */
  close: () => void;
}

/** The API, the PHLO-compatible doors, the docs and the editor, on one Express app. */
export function createApi(parts: ApiParts): Api {
  const { settings, catalog, runs, logger } = parts;
  const auth = createAuthenticator({ catalog, publicUrl: settings.publicUrl, apiKey: settings.apiKey });
  const live = createLive({ runs, changes: parts.changes, catalog, auth, settings, simulator: parts.simulator, logger });
  const deps: Deps = {
    ...parts,
    auth,
    mediaLinks: createMediaLinks(parts.masterKey, settings.publicUrl),
    recordingLinks: createRecordingLinks(parts.masterKey, settings.publicUrl),
    eventSecret: signingSecret(eventSigningKey(parts.masterKey)),
  };
  const metrics = addApiMetrics(parts.registry, runs);
  const views = createFlowViews(deps);
  const handlers: Handlers = {
    ...systemHandlers(deps, metrics),
    ...simHandlers(deps),
    ...signInHandlers(deps),
    ...flowHandlers(deps, views),
    ...versionHandlers(deps, views),
    ...templateHandlers(deps),
    ...tryHandlers(deps, views),
    ...runHandlers(deps, views),
    ...numberHandlers(deps),
    ...accountHandlers(deps),
    ...carrierHandlers(deps),
    ...goLiveHandlers(deps),
    ...sendingHandlers(deps),
    ...mediaHandlers(deps),
    ...webhookHandlers(deps),
    ...phloHandlers(deps, views),
  };

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", settings.trustProxy.length > 0 ? settings.trustProxy : false);
  app.use(logged(logger), securityHeaders());
  for (const [name, route] of tableRows()) {
    const write = isCompatible(route.path) ? writePhloProblem : writeProblem;
    const serve = serveRoute(name, route, anyHandler(handlers[name]), deps, write);
    const timed: RequestHandler = (request, response, next) => {
      const begun = performance.now();
      response.on("finish", () => metrics.observe(name, response.statusCode, (performance.now() - begun) / 1000));
      return serve(request, response, next);
    };
    const before = STARTS_RUNS.has(name) ? [loadLimit(parts.shedding, write), startLimit(write)] : [];
    app[methodOf(route)]([route.path, ...(route.aliases ?? [])], ...before, timed);
  }
  app.use("/sign-in", signInFiles);
  app.use("/api/docs", guarded(deps), docsFiles());
  app.use(["/api", "/v1", "/phlo", "/carrier", "/media"], guarded(deps), nothingHere());
  app.use(editorFiles(deps));
  app.use(nothingHere());
  app.use(lastResort);
  return {
    app,
    attach: live.attach,
    close: live.close,
  };
}

const STARTS_RUNS: ReadonlySet<RouteName> = new Set(["startRuns", "phloRun", "phloTrigger"]);

const tableRows = (): [RouteName, RouteSpec][] =>
  Object.entries<RouteSpec>(ROUTES).filter((row): row is [RouteName, RouteSpec] => row[0] in ROUTES);
const methodOf = ({ method }: RouteSpec) => ({ GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const)[method];

/** `Handlers` has checked each one against its route; from here on they are called alike. */
function anyHandler(handler: unknown): AnyHandler {
  return handler as AnyHandler;
}

/** Logs what is asked and how it ended; never a query, a header or a body, which may hold tokens and texts. */
function logged(logger: ApiParts["logger"]): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader("x-request-id", id);
      return id;
    },
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: pathOf(request.url),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? "error" : "debug"),
  });
}

/** Without the query and without the unguessable part of addresses that need no key. */
const pathOf = (url: string): string => (url.split("?")[0] ?? "").replace(/^(\/media\/[^/]+)\/.*/, "$1/…");

/** No script in pages, nothing from other hosts but audio that a flow plays; plain HTTP in an intranet keeps working. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        mediaSrc: ["'self'", "https:", "http:", "blob:"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: false,
  });
}

/** For addresses outside the table: who is not signed in learns nothing of what exists. */
function guarded({ auth }: Deps): RequestHandler {
  return async (request, response, next) => {
    try {
      const actor = await auth.actorOf(request, request.ip ?? "");
      if (actor.kind === "nobody") throw refuse("not_signed_in", "Send an API key as `Authorization: Bearer …`, or sign in.");
      next();
    } catch (error) {
      (isCompatible(request.originalUrl) ? writePhloProblem : writeProblem)(response, told(error, request));
    }
  };
}

function nothingHere(): RequestHandler {
  return (request, response) => {
    const path = request.originalUrl.split("?")[0] ?? "";
    const methods = tableRows().flatMap(([, route]) => (matches(route, path) ? [route.method] : []));
    if (methods.length > 0) {
      response.set("allow", methods.join(", "));
      return writeProblem(response, refuse("method_not_allowed", `This address takes ${methods.join(" or ")}.`));
    }
    const write = isCompatible(path) ? writePhloProblem : writeProblem;
    return write(response, refuse("not_found", "There is nothing at this address; the routes are listed at /api/docs."));
  };
}

function matches(route: RouteSpec, path: string): boolean {
  const pattern = route.path.replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+").replace(/\*\w+/g, ".+");
  return new RegExp(`^${pattern}/?$`).test(path);
}

/** What Express itself refuses (an address that can't be decoded), and what no handler caught. */
const lastResort: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error);
  const refused = error instanceof URIError || (typeof error === "object" && error !== null && "status" in error && error.status === 400);
  writeProblem(response, refused ? refuse("bad_request", "The address can't be read.") : told(error, request));
};
