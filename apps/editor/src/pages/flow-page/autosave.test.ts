// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { receptionist } from "../../document/fixture.ts";
import { createAutosave, type Autosave, type SaveAnswer } from "./autosave.ts";

const saved = receptionist();
const edit = (description: string) => ({ ...saved, description });
const save = vi.fn<(draft: { revision: number; document: typeof saved }) => Promise<SaveAnswer>>();
let autosave: Autosave;
const status = () => autosave.store.getState().status;

beforeEach(() => {
  vi.useFakeTimers();
  save.mockReset();
  save.mockImplementation(async ({ revision }) => ({ ok: true, revision: revision + 1 }));
  autosave = createAutosave({ revision: 4, saved, save, pauseMs: 700, retryMs: 4_000 });
});
afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

describe("autosave", () => {
  it("saves once after a pause, with the revision it builds on", async () => {
    autosave.changed(edit("a"));
    autosave.changed(edit("ab"));
    expect(status()).toBe("dirty");
    await vi.advanceTimersByTimeAsync(700);
    expect(save).toHaveBeenCalledTimes(1);
    expect(save).toHaveBeenCalledWith({ revision: 4, document: edit("ab") });
    expect(autosave.store.getState()).toMatchObject({ status: "saved", revision: 5 });
  });

  it("saves what was typed while it saved", async () => {
    save.mockImplementationOnce(async ({ revision }) => {
      autosave.changed(edit("later"));
      return { ok: true, revision: revision + 1 };
    });
    autosave.changed(edit("first"));
    await vi.advanceTimersByTimeAsync(700);
    expect(status()).toBe("dirty");
    await vi.advanceTimersByTimeAsync(700);
    expect(save).toHaveBeenLastCalledWith({ revision: 5, document: edit("later") });
    expect(status()).toBe("saved");
  });

  it("is saved again when the change is undone", () => {
    autosave.changed(edit("a"));
    autosave.changed(saved);
    expect(status()).toBe("saved");
  });

  it("stops at another revision until it is settled", async () => {
    save.mockResolvedValueOnce({ ok: false, kind: "conflict", message: "other" });
    autosave.changed(edit("mine"));
    await vi.advanceTimersByTimeAsync(700);
    expect(status()).toBe("conflict");
    autosave.changed(edit("mine too"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(save).toHaveBeenCalledTimes(1);
    autosave.settle(9, edit("theirs"));
    await vi.advanceTimersByTimeAsync(10);
    expect(save).toHaveBeenLastCalledWith({ revision: 9, document: edit("mine too") });
    expect(status()).toBe("saved");
  });

  it("goes on from an older draft: what the server has since is a conflict", async () => {
    save.mockResolvedValueOnce({ ok: false, kind: "conflict", message: "other" });
    autosave.resume(2, edit("older"));
    autosave.changed(edit("brought back"));
    await vi.advanceTimersByTimeAsync(700);
    expect(save).toHaveBeenCalledWith({ revision: 2, document: edit("brought back") });
    expect(autosave.store.getState()).toMatchObject({ status: "conflict", saved: edit("older") });
  });

  it("takes theirs without saving", async () => {
    const theirs = edit("theirs");
    autosave.changed(theirs);
    autosave.settle(9, theirs);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(save).not.toHaveBeenCalled();
    expect(autosave.store.getState()).toMatchObject({ status: "saved", revision: 9 });
  });

  it("tries again by itself when the server can't be reached", async () => {
    save.mockResolvedValueOnce({ ok: false, kind: "offline", message: "gone" });
    autosave.changed(edit("a"));
    await vi.advanceTimersByTimeAsync(700);
    expect(autosave.store.getState()).toMatchObject({ status: "failed", problem: "gone" });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(status()).toBe("saved");
  });

  it("waits for a change or a press when the server refuses the text", async () => {
    save.mockResolvedValueOnce({ ok: false, kind: "refused", message: "too large" });
    autosave.changed(edit("a"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).toHaveBeenCalledTimes(1);
    expect(status()).toBe("failed");
  });

  it("flushes at once and answers the revision", async () => {
    autosave.changed(edit("a"));
    await expect(autosave.flush()).resolves.toBe(5);
    await expect(autosave.flush()).resolves.toBe(5);
    expect(save).toHaveBeenCalledTimes(1);
  });

  it("says why it could not flush", async () => {
    save.mockResolvedValue({ ok: false, kind: "refused", message: "too large" });
    autosave.changed(edit("a"));
    await expect(autosave.flush()).rejects.toThrow("too large");
  });
});
