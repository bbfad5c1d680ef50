// @vitest-environment node
import type { ExitSpec } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { CARD, exitY, GRID, shapeOf, type ShapeInput } from "./geometry.ts";

const exits = (count: number): ExitSpec[] => Array.from({ length: count }, (_, i) => ({ id: `e${i}`, label: `E${i}` }));
const shape = (input: Partial<ShapeInput>) =>
  shapeOf({ faceLines: 1, exits: exits(2), wired: new Set(), handlers: new Set(), expanded: false, known: true, ...input });

describe("the shape of a card", () => {
  it.each([0, 1, 2, 3])("puts every jack on the grid, level with input jacks, with %i face lines", (faceLines) => {
    for (const row of shape({ faceLines, exits: exits(4) }).rows) expect((row.y - CARD.inputY) % GRID).toBe(0);
  });
  it("shows eight exits and folds more than that", () => {
    expect(shape({ exits: exits(8) })).toMatchObject({ folded: [] });
    const folded = shape({ exits: exits(11) });
    expect(folded.rows).toHaveLength(7);
    expect(folded.folded).toHaveLength(4);
    expect(exitY(folded, "e9")).toBe(folded.foldY);
    expect(folded.height).toBe(shape({ exits: exits(8) }).height);
  });
  it("unfolds on demand", () => {
    expect(shape({ exits: exits(11), expanded: true }).rows).toHaveLength(11);
  });
  it("hides a rare exit until it has a cord", () => {
    const rare: ExitSpec[] = [...exits(1), { id: "hung_up", label: "Caller hung up", optional: true }];
    expect(shape({ exits: rare })).toMatchObject({ hidden: 1, rows: [{ exit: { id: "e0" } }] });
    expect(shape({ exits: rare, wired: new Set(["hung_up"]) }).rows).toHaveLength(2);
  });
  it("keeps a row for a cord whose exit is gone", () => {
    const [, , gone] = shape({ wired: new Set(["old"]) }).rows;
    expect(gone).toMatchObject({ exit: { id: "old" }, gone: true, wired: true });
  });
  it("calls no exit of an unknown component gone", () => {
    expect(shape({ exits: [], wired: new Set(["sent"]), known: false }).rows[0]).toMatchObject({ gone: false });
  });
  it("says when the flow's handler takes a bare exit", () => {
    const failed: ExitSpec[] = [{ id: "failed", label: "Failed", handler: "on_error" }];
    expect(shape({ exits: failed, handlers: new Set(["on_error"]) }).rows[0]?.toHandler).toBe(true);
    expect(shape({ exits: failed }).rows[0]?.toHandler).toBe(false);
    expect(shape({ exits: failed, handlers: new Set(["on_error"]), wired: new Set(["failed"]) }).rows[0]?.toHandler).toBe(false);
  });
});
