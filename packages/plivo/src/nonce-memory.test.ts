import { describe, expect, it } from "vitest";
import { NONCE_KEPT_MS, memoryNonces } from "./nonce-memory.ts";

describe("memoryNonces", () => {
  it("tells a repeat from a conflict", () => {
    const memory = memoryNonces();
    expect(memory.remember({ nonce: "1", digest: "a", now: 0 })).toBe("new");
    expect(memory.remember({ nonce: "1", digest: "a", now: 10 })).toBe("same");
    expect(memory.remember({ nonce: "1", digest: "b", now: 20 })).toBe("conflict");
    expect(memory.remember({ nonce: "1", digest: "a", now: 30 })).toBe("same");
    expect(memory.remember({ nonce: "2", digest: "b", now: 40 })).toBe("new");
  });

  it("forgets after 48 hours, and not before, counted from the first time", () => {
    const memory = memoryNonces();
    memory.remember({ nonce: "1", digest: "a", now: 0 });
    expect(memory.remember({ nonce: "1", digest: "b", now: NONCE_KEPT_MS - 1 })).toBe("conflict");
    expect(memory.remember({ nonce: "1", digest: "b", now: NONCE_KEPT_MS })).toBe("new");
    expect(memory.remember({ nonce: "1", digest: "a", now: NONCE_KEPT_MS + 1 })).toBe("conflict");
  });

  it("drops what is old as new ones come", () => {
    const memory = memoryNonces();
    for (let at = 0; at < 1_000; at += 1) memory.remember({ nonce: `old${at}`, digest: "a", now: at });
    memory.remember({ nonce: "new", digest: "a", now: NONCE_KEPT_MS + 500 });
    expect(memory.size()).toBe(500);
  });
});
