// @vitest-environment jsdom
import { fireEvent, render } from "@testing-library/react";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { CommandList, type CommandOption } from "./command-list.tsx";

// This DOM lays nothing out, so it has nothing to scroll to either.
beforeAll(() => void Object.defineProperty(Element.prototype, "scrollIntoView", { value: () => {}, configurable: true }));
afterAll(() => void Reflect.deleteProperty(Element.prototype, "scrollIntoView"));

const option = (value: string, group: string): CommandOption => ({ value, label: value, group });
const list = (options: CommandOption[], search: string, onSelect = vi.fn()) => (
  <CommandList ranked label="Find" options={options} search={search} onSearchChange={() => {}} onSelect={onSelect} />
);
const UNDO = [option("Undo", "Recent"), option("Redo", "Board"), option("Zoom", "Board")];

it("tells the line that Enter takes, also when it comes to stand in another group", () => {
  const { container, rerender, getByRole, queryByRole, unmount } = render(list(UNDO, ""));
  const told = () => container.ownerDocument.getElementById(getByRole("combobox").getAttribute("aria-activedescendant") ?? "");
  const chosen = () => queryByRole("option", { selected: true });
  expect(told()?.textContent).toBe("Undo");
  expect(told()).toBe(chosen());
  rerender(list([option("Undo", "Board"), option("Redo", "Board")], "undo"));
  expect(told()?.textContent).toBe("Undo");
  expect(told()).toBe(chosen());
  rerender(list([], "nothing"));
  expect(getByRole("combobox").hasAttribute("aria-activedescendant")).toBe(false);
  rerender(list(UNDO, ""));
  expect(told()?.textContent).toBe("Undo");
  unmount();
});

it("is walked by arrows, over its ends, and what is typed leads back to the first line", () => {
  const onSelect = vi.fn();
  const { rerender, getByRole, unmount } = render(list(UNDO, "", onSelect));
  const after = (...keys: string[]): string | null => {
    for (const key of keys) fireEvent.keyDown(getByRole("combobox"), { key });
    return getByRole("option", { selected: true }).textContent;
  };
  expect(after("ArrowDown")).toBe("Redo");
  expect(after("ArrowUp", "ArrowUp")).toBe("Zoom");
  expect(after("ArrowDown")).toBe("Undo");
  expect(after("End")).toBe("Zoom");
  fireEvent.pointerMove(getByRole("option", { name: "Redo" }));
  expect(after()).toBe("Redo");
  after("Enter");
  expect(onSelect.mock.calls).toEqual([["Redo"]]);
  rerender(list(UNDO, "o", onSelect));
  expect(after()).toBe("Undo");
  unmount();
});
