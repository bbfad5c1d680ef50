import type { EffectResult, HttpRequestEffect, Json } from "@cordboard/contract";
import type { HttpEntry } from "@cordboard/flow";

/** Answers of the web servers in a test, in the order they were written; the last one that fits answers again. */
export class HttpMocks {
  readonly #entries: { entry: HttpEntry; used: boolean }[];

  constructor(entries: HttpEntry[]) {
    this.#entries = entries.map((entry) => ({ entry, used: false }));
  }

  /** What the server would answer, and after how many milliseconds. */
  answer(effect: HttpRequestEffect): { afterMs: number; result: EffectResult } {
    const fitting = this.#entries.filter(({ entry }) => fits(entry, effect));
    const chosen = fitting.find((e) => !e.used) ?? fitting.at(-1);
    if (!chosen) return { afterMs: 0, result: unreachable(`The test has no http entry for ${effect.method} ${effect.url}.`) };
    chosen.used = true;
    const { entry } = chosen;
    if (entry.unreachable) return { afterMs: entry.afterMs, result: unreachable(`${effect.url} can't be reached, says the test.`) };
    if (entry.afterMs > effect.timeoutSeconds * 1000) {
      const error = { code: "http_timeout", message: `${effect.url} did not answer within ${effect.timeoutSeconds} s.` };
      return { afterMs: effect.timeoutSeconds * 1000, result: { ok: false, uncertain: false, error } };
    }
    const body: Json = entry.json ?? entry.text ?? "";
    const contentType = entry.json === undefined ? "text/plain" : "application/json";
    const data = {
      status: entry.status,
      headers: { "content-type": contentType, ...entry.headers },
      contentType,
      body,
      durationMs: entry.afterMs,
    };
    return { afterMs: entry.afterMs, result: { ok: true, data } };
  }

  unused(): string[] {
    return this.#entries.filter((e) => !e.used).map(({ entry }) => `${entry.method} ${entry.url}`);
  }
}

function fits(entry: HttpEntry, effect: HttpRequestEffect): boolean {
  return entry.method.toUpperCase() === effect.method.toUpperCase() && (entry.url === effect.url || entry.url === withQuery(effect));
}

function withQuery({ url, query }: HttpRequestEffect): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${text}`;
}

const unreachable = (message: string): EffectResult => ({ ok: false, uncertain: false, error: { code: "http_unreachable", message } });
