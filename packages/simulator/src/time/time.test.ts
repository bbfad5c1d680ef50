import { describe, expect, it, vi } from "vitest";
import { realClock } from "../ports.ts";
import { Interrupted, childController, unlessInterrupted } from "./interrupted.ts";
import { ManualClock } from "./manual-clock.ts";
import { Once } from "./once.ts";
import { SimTime } from "./sim-time.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const simTime = (host = new ManualClock(), scale = 1) => ({
  host,
  time: new SimTime({ host, scale, settle, onError: (error) => expect.unreachable(String(error)) }),
});

describe("simulated time", () => {
  it("runs faster than its host by the scale, and changes of scale do not make it jump", async () => {
    const { host, time } = simTime(new ManualClock(), 10);
    const began = time.now();
    const fired: number[] = [];
    for (const ms of [5_000, 20_000, 40_000]) time.after(ms, () => fired.push(time.now() - began));
    await host.advance(1_000);
    expect([time.now() - began, fired]).toEqual([10_000, [5_000]]);
    time.setScale(1);
    expect(time.now() - began).toBe(10_000);
    await host.advance(10_000);
    expect(fired).toEqual([5_000, 20_000]);
    time.setScale(1_000);
    await host.advance(20);
    expect(fired).toEqual([5_000, 20_000, 40_000]);
  });

  it("jumps ahead in order, through timers that set timers", async () => {
    const { time } = simTime();
    const began = time.now();
    const fired: string[] = [];
    const log = (name: string) => fired.push(`${name} ${time.now() - began}`);
    time.after(3_000, () => log("c"));
    time.after(1_000, () => {
      log("a");
      time.after(1_000, () => log("b"));
    });
    time.after(9_000, () => log("later"));
    await time.advance(5_000);
    expect(fired).toEqual(["a 1000", "b 2000", "c 3000"]);
    expect(time.now() - began).toBe(5_000);
  });

  it("lets what a timer began settle before the next one fires", async () => {
    const { time } = simTime();
    const fired: string[] = [];
    time.after(1_000, () => void settle().then(() => fired.push("consequence")));
    time.after(1_001, () => fired.push("next"));
    await time.advance(2_000);
    expect(fired).toEqual(["consequence", "next"]);
  });

  it("keeps the order of equal times, and cancelled timers never fire", async () => {
    const { time } = simTime();
    const fired: number[] = [];
    const cancels = [1, 2, 3, 4].map((n) => time.after(100, () => fired.push(n)));
    cancels[2]?.();
    time.after(50, () => cancels[0]?.());
    await time.advance(100);
    expect(fired).toEqual([2, 4]);
    time.after(100, () => fired.push(5));
    time.clear();
    await time.advance(1_000);
    expect(fired).toEqual([2, 4]);
  });

  it("sleeps until its time or its signal", async () => {
    const { time } = simTime();
    const stop = new AbortController();
    const woken = time.sleep(1_000, stop.signal);
    const forever = time.sleep(Infinity, stop.signal);
    await time.advance(1_000);
    await woken;
    stop.abort(new Interrupted("hangup"));
    await expect(forever).rejects.toMatchObject({ reason: "hangup" });
    await expect(time.sleep(1, stop.signal)).rejects.toBeInstanceOf(Interrupted);
  });

  it("survives a timer that throws", async () => {
    const onError = vi.fn();
    const time = new SimTime({ host: new ManualClock(), scale: 1, settle, onError });
    const after = vi.fn();
    time.after(1, () => {
      throw new Error("defect");
    });
    time.after(2, after);
    await time.advance(10);
    expect(onError).toHaveBeenCalledOnce();
    expect(after).toHaveBeenCalledOnce();
  });

  it("runs on the real clock", async () => {
    const time = new SimTime({ host: realClock, scale: 100, settle, onError: () => undefined });
    const began = performance.now();
    await time.sleep(2_000, new AbortController().signal);
    const took = performance.now() - began;
    expect(took).toBeGreaterThanOrEqual(19);
    expect(took).toBeLessThan(1_900);
  });
});

describe("interruptions", () => {
  it("leave a promise that does not matter any more alone", async () => {
    const stop = new AbortController();
    const race = unlessInterrupted(new Promise(() => undefined), stop.signal);
    stop.abort(new Interrupted("transfer"));
    await expect(race).rejects.toMatchObject({ reason: "transfer" });
    await expect(unlessInterrupted(Promise.reject(new Error("late")), stop.signal)).rejects.toMatchObject({ reason: "transfer" });
    await expect(unlessInterrupted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
  });

  it("pass from parent to child, not back, and not after a release", () => {
    const parent = new AbortController();
    const first = childController(parent.signal);
    const second = childController(parent.signal);
    first.controller.abort(new Interrupted("done"));
    expect(parent.signal.aborted).toBe(false);
    second.release();
    parent.abort(new Interrupted("hangup"));
    expect(second.controller.signal.aborted).toBe(false);
    expect(childController(parent.signal).controller.signal.aborted).toBe(true);
  });
});

describe("Once", () => {
  it("fires once, and tells late listeners at once", () => {
    const once = new Once<number>();
    const heard: string[] = [];
    const off = once.on((value) => heard.push(`gone ${value}`));
    once.on((value) => heard.push(`early ${value}`));
    off();
    expect([once.fire(1), once.fire(2)]).toEqual([true, false]);
    once.on((value) => heard.push(`late ${value}`));
    expect(heard).toEqual(["early 1", "late 1"]);
  });
});
