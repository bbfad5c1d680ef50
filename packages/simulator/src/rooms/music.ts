import type { UrlRef } from "../calls/leg.ts";
import { note } from "../calls/transcript.ts";
import { playPrompts } from "../elements/prompts.ts";
import { soundBehind } from "../elements/sounds.ts";
import type { Stage } from "../elements/stage.ts";
import { Interrupted, childController, unlessInterrupted } from "../time/interrupted.ts";

/** A document with nothing that lasts in it must not be played a million times a second. */
const SHORTEST_ROUND_MS = 1_000;

/** What one leg hears while it waits or is on hold: a sound document, fetched once, over and over. */
export class Music {
  readonly #stage: Stage;
  readonly #element: string;
  #now: { url: string; stop: () => void } | null = null;

  constructor(stage: Stage, element: string) {
    this.#stage = stage;
    this.#element = element;
  }

  /** Plays this from now on; null is silence. The same again goes on as it is. */
  tune(ref: UrlRef | null): void {
    if ((ref?.url ?? null) === (this.#now?.url ?? null)) return;
    this.#now?.stop();
    this.#now = null;
    if (!ref) return;
    const { controller, release } = childController(this.#stage.signal);
    this.#now = { url: ref.url, stop: () => (release(), controller.abort(new Interrupted("done"))) };
    void this.#play(ref, controller.signal);
  }

  async #play(ref: UrlRef, signal: AbortSignal): Promise<void> {
    const stage = { ...this.#stage, signal };
    const { world, leg } = stage;
    try {
      const prompts = await unlessInterrupted(soundBehind(stage, this.#element, ref), signal);
      if (prompts.length === 0)
        return void note(world, leg, "Problem", { attrs: { code: "no_music" }, text: `Nothing to play at ${ref.url}.` });
      for (;;) {
        const began = world.time.now();
        await playPrompts(stage, prompts);
        const lasted = world.time.now() - began;
        if (lasted < SHORTEST_ROUND_MS) await world.time.sleep(SHORTEST_ROUND_MS - lasted, signal);
      }
    } catch (error) {
      if (!(error instanceof Interrupted)) world.fault(error);
    }
  }
}
