import { expect, test } from "vitest";
import { SeqGate } from "./seq-gate.ts";

test("lets the next number through, once", () => {
  const gate = new SeqGate();
  gate.snapshot(4);
  expect(gate.offer(5)).toBe("next");
  expect(gate.offer(5)).toBe("repeat");
  expect(gate.offer(6)).toBe("next");
});

test("calls a hole a gap and stays where it was until the refetch", () => {
  const gate = new SeqGate();
  gate.snapshot(4);
  expect(gate.offer(7)).toBe("gap");
  expect(gate.last).toBe(4);
  gate.snapshot(8);
  expect(gate.offer(8)).toBe("repeat");
  expect(gate.offer(9)).toBe("next");
});

test("before the first snapshot everything is a gap", () => {
  expect(new SeqGate().offer(1)).toBe("gap");
});

test("an older snapshot that arrives late does not turn the clock back", () => {
  const gate = new SeqGate();
  gate.snapshot(9);
  gate.snapshot(3);
  expect(gate.offer(4)).toBe("repeat");
  expect(gate.offer(10)).toBe("next");
});
