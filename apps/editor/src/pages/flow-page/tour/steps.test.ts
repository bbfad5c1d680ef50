// @vitest-environment node
import { expect, it } from "vitest";
import { nextStep, TOUR, type Facts } from "./steps.ts";

const NOTHING: Facts = { plugged: false, said: false, tried: false, published: false };

it("is four steps, each shown until it is done", () => {
  expect(TOUR).toHaveLength(4);
  const all: (keyof Facts)[] = ["plugged", "said", "tried", "published"];
  const shown = all.map((_, done) => nextStep({ ...NOTHING, ...Object.fromEntries(all.slice(0, done).map((fact) => [fact, true])) })?.id);
  expect(shown).toEqual(["plug", "say", "try", "publish"]);
  expect(nextStep({ plugged: true, said: true, tried: true, published: true })).toBeNull();
});

it("goes back when what was done is undone, and skips what was done early", () => {
  expect(nextStep({ ...NOTHING, said: true, tried: true })?.id).toBe("plug");
  expect(nextStep({ ...NOTHING, plugged: true, said: true, tried: true })?.id).toBe("publish");
});
