import { expect, it } from "vitest";
import { headingId, helpAddress } from "./help-address.ts";

it.each([
  ["", "components/README.md", "/help/components/README"],
  ["authors", "../coming-from-phlo.md", "/help/coming-from-phlo"],
  ["operators", "backup.md#what-a-restore-does", "/help/operators/backup#what-a-restore-does"],
  ["authors", "../../examples/README.md", null],
  ["", "developers/error-codes.md", null],
  ["", "images/board.png", null],
  ["", "https://example.com/docs/a.md", null],
])("from “%s” %s leads to %s", (from, target, address) => {
  expect(helpAddress(from, target)).toBe(address);
});

it("a heading is named as code hosts name it", () => {
  expect(headingId("What a restore does: all of it?")).toBe("what-a-restore-does-all-of-it");
});
