import type { Attempt } from "@cordboard/carrier";
import type { ServiceEffect } from "@cordboard/contract";
import { replaceSecrets } from "@cordboard/flow";
import type { CodeRunner } from "../code/code-runner.ts";
import type { Databases } from "../databases/databases.ts";
import type { EgressClient } from "../egress/egress-client.ts";
import type { NewCarrierItem } from "../store/run-store.ts";
import type { Host } from "./host.ts";
import { performCode } from "./code-effect.ts";
import { performEmail } from "./email-effect.ts";
import { performHttp } from "./http-effect.ts";
import { createTokens, type Tokens } from "./http-tokens.ts";
import type { SecretResolver } from "./ports.ts";
import { performQuery } from "./query-effect.ts";

/** What Cordboard itself performs effects with. Secrets are put in here, right before they are needed. */
export interface ServicePorts {
  egress: Pick<EgressClient, "send">;
  secrets: SecretResolver;
  tokens: Tokens;
  code: Pick<CodeRunner, "run">;
  databases: Databases;
  /** Where a server of the author's may be reached: the address that was judged, for a host by name. */
  reach: (host: string, port: number) => Promise<string>;
  /** ms since the epoch, for dates that are exchanged with the other side. */
  wallClock: () => number;
}

export interface ServiceOptions {
  egress: Pick<EgressClient, "send">;
  secrets: SecretResolver;
  code: Pick<CodeRunner, "run">;
  databases: Databases;
  reach: ServicePorts["reach"];
  host: Pick<Host, "now" | "wallClock">;
}

export function createServices({ host, ...given }: ServiceOptions): ServicePorts {
  return { ...given, tokens: createTokens(given.egress, host.now), wallClock: host.wallClock };
}

/** One attempt. `attempts` counts this one. */
export function performService(effect: ServiceEffect, attempts: number, ports: ServicePorts): Promise<Attempt> {
  switch (effect.kind) {
    case "http_request":
      return performHttp(effect, attempts, ports);
    case "run_code":
      return performCode(effect, ports);
    case "send_email":
      return performEmail(effect, attempts, ports);
    case "query_database":
      return performQuery(effect, attempts, ports);
  }
}

/** What was said to whom, for the run's carrier log: two lines, of which neither ever holds a secret. */
export function serviceLog(stepSeq: number, effect: ServiceEffect, attempt: Attempt): NewCarrierItem[] {
  const { method, url, body } = asked(effect);
  const line = { stepSeq, method, url: named(url) };
  const request: NewCarrierItem = { ...line, direction: "out", kind: "request", status: null, body: named(body) };
  const { status, said } = heard(effect, attempt);
  return [request, { ...line, direction: "in", kind: "response", status, body: said }];
}

function asked(effect: ServiceEffect): { method: string; url: string; body: string } {
  switch (effect.kind) {
    case "http_request":
      return { method: effect.method, url: effect.url, body: effect.body.kind === "none" ? "" : JSON.stringify(effect.body.value) };
    case "run_code":
      return { method: "RUN", url: "sandbox", body: JSON.stringify(effect.inputs) };
    case "send_email":
      return {
        method: "MAIL",
        url: `secret ${effect.account}`,
        body: JSON.stringify({ to: effect.recipients, subject: effect.subject, text: effect.text }),
      };
    case "query_database":
      return {
        method: "SQL",
        url: `secret ${effect.connection}`,
        body: JSON.stringify({ sql: effect.sql, parameters: effect.parameters }),
      };
  }
}

function heard(effect: ServiceEffect, attempt: Attempt): { status: number | null; said: string } {
  if (attempt.kind !== "done") return { status: null, said: attempt.error.message };
  const { result } = attempt;
  if (!result.ok) return { status: null, said: result.error.message };
  const { status } = result.data;
  switch (effect.kind) {
    case "http_request":
      return { status: typeof status === "number" ? status : null, said: JSON.stringify(result.data["body"] ?? "") };
    case "run_code":
    case "send_email":
    case "query_database":
      return { status: null, said: JSON.stringify(result.data) };
  }
}

/** The marks of secrets, shown by name. */
const named = (text: string): string => replaceSecrets(text, (name) => `{{ secrets.${name} }}`);
