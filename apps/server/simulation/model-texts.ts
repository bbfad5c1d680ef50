import { keywordOf } from "@cordboard/contract";
import type { CommitItem } from "../src/store/run-store.ts";
import { textOf } from "../src/store/runs/run-rows.ts";

/*
 * The oracle of texts that come in, from what is promised of conversations:
 *
 *   came ─► told to one run, or begins one ─┬─ read
 *                                           └─ kept ─┬─ read by a later step
 *                                                    └─ passed on, once ─► as if it had just come
 *
 * None is told twice, none stays behind unread in a run that is over, and none overtakes those that are passed on.
 */
interface Known {
  /** In which order they came, or were passed on. */
  n: number;
  pair: string;
  runId: string;
  state: "read" | "kept" | "passed";
}

export class TextsModel {
  readonly #texts = new Map<string, Known>();
  #count = 0;
  readonly #wrong: (property: string, what: string) => void;

  constructor(wrong: (property: string, what: string) => void) {
    this.#wrong = wrong;
  }

  committed({ event, runId, expectedVersion, inbox, advance: { run, effects } }: CommitItem): void {
    const passed = new Set(effects.flatMap(({ effect }) => (effect.kind === "pass_texts" ? effect.messages.map(({ uuid }) => uuid) : [])));
    const kept = new Set([...(run.mail ?? []).map(({ uuid }) => uuid), ...passed]);
    // A run that was queued begins twice with its text.
    const text = event.type === "started" && expectedVersion > 0 ? null : textOf(event);
    if (text) {
      const known = this.#texts.get(text.uuid);
      const again = inbox?.key.startsWith("texts:") ?? false;
      if (known && known.state !== "passed") this.#wrong("P1", `the text ${text.uuid} was told to ${known.runId} and to ${runId}`);
      if (again !== (known !== undefined)) this.#wrong("P1", `the text ${text.uuid} was passed on by nobody`);
      const n = known?.n ?? ++this.#count;
      const from = known?.runId ?? null;
      const now: Known = { n, pair: `${text.from} ${text.to}`, runId, state: kept.has(text.uuid) ? "kept" : "read" };
      this.#texts.set(text.uuid, now);
      if (now.state === "read" && keywordOf(text) === null) this.#overtakes(text.uuid, now, from);
    }
    for (const one of this.#texts.values()) if (one.runId === runId && one.state === "kept") one.state = "read";
    for (const uuid of kept) this.#change(uuid, { state: "kept" });
    for (const uuid of passed) this.#change(uuid, { state: "passed", n: ++this.#count });
  }

  #change(uuid: string, to: Partial<Known>): void {
    const one = this.#texts.get(uuid);
    if (one) Object.assign(one, to);
  }

  /** `from`: the run that had kept it; null: it has just come. Two runs that are over at once pass on in no common order. */
  #overtakes(uuid: string, { n, pair }: Known, from: string | null): void {
    for (const [before, one] of this.#texts) {
      if (one.state !== "passed" || one.pair !== pair) continue;
      if (from === null || (one.runId === from && one.n < n)) this.#wrong("P1", `the text ${uuid} overtook ${before}, which is passed on`);
    }
  }

  /** Long after the last fault. `isOver`: of a run. */
  atRest(isOver: (runId: string) => boolean): void {
    for (const [uuid, { state, runId }] of this.#texts) {
      if (state === "passed") this.#wrong("P2", `the text ${uuid}, passed on by ${runId}, reached nobody`);
      if (state === "kept" && isOver(runId)) this.#wrong("P2", `the text ${uuid} lies unread in ${runId}, which is over`);
    }
  }
}
