import { type IncomingMessage, createServer } from "node:http";
import { isIP } from "node:net";
import express, { type ErrorRequestHandler, type Request, type Response } from "express";
import { isAccount, jsonAnswer, type HttpAnswer, type HttpRequest } from "../rest/request.ts";
import { type Simulator, type SimulatorOptions, createSimulator } from "../simulator.ts";
import { openLive } from "./live.ts";

export type SimulatorServerOptions = SimulatorOptions & {
  /** 0 takes any free one. */
  port: number;
  /** Bound to loopback, the default, `/sim` needs no credentials. */
  host?: string;
};

export interface SimulatorServer {
  /** Without a slash at the end. */
  url: string;
  simulator: Simulator;
  /** Told of each HTTP request. */
  onRequest(listener: () => void): void;
  close(): Promise<void>;
}

/** Requests of the REST API are small; media are passed as URLs. */
const MAX_BODY = "1mb";

/** The simulator on a port of its own. Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startSimulatorServer(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const host = options.host ?? "127.0.0.1";
  const simulator = createSimulator(options);
  const mayControl = guard(options, host);

  const app = express();
  app.disable("x-powered-by");
  app.use(express.text({ type: () => true, limit: MAX_BODY }));
  app.use(async (req: Request, res: Response) => {
    const request = read(req);
    const refused = /^\/sim(?:\/|$)/.test(request.path) ? mayControl(request.headers) : null;
    write(res, refused ?? (await simulator.handle(request)));
  });
  const unreadable: ErrorRequestHandler = (_error, _req, res, _next) =>
    write(res, jsonAnswer(400, { error: "the request could not be read" }));
  app.use(unreadable);

  const server = createServer(app);
  const live = openLive(server, simulator, (request) => mayControl(headersOf(request)) === null);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  const url = `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
  simulator.setMediaBase(options.mediaBase ?? url);
  return {
    url,
    simulator,
    onRequest: (listener) => void server.on("request", listener),
    close: async () => {
      live.close();
      await simulator.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Who may use `/sim`. On loopback anybody on this machine, but no web page: a page's requests carry an Origin, and one
 * that rebinds its DNS name carries that name as Host. Elsewhere the account's credentials are needed.
 */
function guard(options: SimulatorServerOptions, host: string): (headers: HttpRequest["headers"]) => HttpAnswer | null {
  return (headers) => {
    if (isAccount(options, headers["authorization"])) return null;
    if (!isLoopback(host)) {
      const error = { code: "unauthorized", message: "Send the account's id and token as Basic credentials." };
      return jsonAnswer(401, { error }, { "www-authenticate": 'Basic realm="simulator"' });
    }
    const origin = headers["origin"];
    const local =
      isLoopback(hostName(headers["host"] ?? "")) &&
      (origin === undefined || (URL.canParse(origin) && isLoopback(hostName(new URL(origin).host))));
    return local
      ? null
      : jsonAnswer(403, {
          error: { code: "not_local", message: "Only pages and programs of this machine may use /sim without credentials." },
        });
  };
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function read(req: Request): HttpRequest {
  const url = new URL(req.originalUrl, "http://simulator");
  const body: unknown = req.body;
  return {
    method: req.method,
    path: url.pathname,
    query: url.searchParams,
    headers: headersOf(req),
    body: typeof body === "string" ? body : "",
  };
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}

function write(res: Response, answer: HttpAnswer): void {
  if (answer.cut) {
    res.socket?.destroy();
    return;
  }
  res.status(answer.status).set(answer.headers).end(answer.body);
}
