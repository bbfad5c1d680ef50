// @vitest-environment node
import { expect, it } from "vitest";
import { wavOf } from "./wav.ts";

it("writes a header that says what follows", () => {
  const bytes = wavOf(new Float32Array([0, 0.5, -0.5, 1, -1, 2, -2]), 16_000);
  const view = new DataView(bytes.buffer);
  const text = (at: number) => String.fromCharCode(...bytes.slice(at, at + 4));
  expect([text(0), text(8), text(12), text(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
  expect([view.getUint32(4, true), view.getUint32(24, true), view.getUint32(40, true)]).toEqual([bytes.length - 8, 16_000, 14]);
  expect(Array.from({ length: 7 }, (_, i) => view.getInt16(44 + i * 2, true))).toEqual([0, 16384, -16384, 32767, -32768, 32767, -32768]);
});
