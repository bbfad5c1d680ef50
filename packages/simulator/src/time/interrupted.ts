/** Why a leg's document stops in the middle. */
export type InterruptReason = "hangup" | "transfer" | "reset" | "done";

/** Thrown by everything that waits when its signal is aborted. */
export class Interrupted extends Error {
  override name = "Interrupted";
  readonly reason: InterruptReason;
  constructor(reason: InterruptReason) {
    super(`interrupted: ${reason}`);
    this.reason = reason;
  }

  static from(signal: AbortSignal): Interrupted {
    return signal.reason instanceof Interrupted ? signal.reason : new Interrupted("done");
  }
}

/** The promise, or Interrupted if the signal comes first; the promise then goes on unheeded. */
export function unlessInterrupted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      promise.catch(() => undefined);
      return reject(Interrupted.from(signal));
    }
    const interrupt = (): void => reject(Interrupted.from(signal));
    signal.addEventListener("abort", interrupt, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", interrupt));
  });
}

/** A controller that follows `parent` and can also be aborted alone. `release` lets go of the parent. */
export function childController(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  return { controller, release: () => parent.removeEventListener("abort", follow) };
}
