// @vitest-environment jsdom
import { fireEvent, render } from "@testing-library/react";
import { expect, it } from "vitest";
import { useRowKeys } from "./row-keys.ts";

function List() {
  return (
    <main>
      <nav>
        <a href="#list">To the list</a>
      </nav>
      <input type="search" aria-label="Search" />
      <div ref={useRowKeys()}>
        {["one", "two", "three"].map((name) => (
          <a key={name} href={`#${name}`} data-row>
            {name}
          </a>
        ))}
      </div>
      <button>Outside</button>
    </main>
  );
}
const press = (...keys: string[]): string | null => {
  for (const key of keys) fireEvent.keyDown(document.activeElement ?? document.body, { key });
  return document.activeElement?.textContent || (document.activeElement?.getAttribute("aria-label") ?? null);
};

it("moves by arrows, Home and End, and stays at the ends", () => {
  const { getByText, unmount } = render(<List />);
  getByText("one").focus();
  expect(press("ArrowDown")).toBe("two");
  expect(press("End")).toBe("three");
  expect(press("ArrowDown")).toBe("three");
  expect(press("ArrowUp")).toBe("two");
  expect(press("Home")).toBe("one");
  unmount();
});

it("leads from the page, its navigation and its search field into the list, and back to the field", () => {
  const { getByLabelText, getByText, unmount } = render(<List />);
  expect(press("ArrowDown")).toBe("one");
  expect(press("ArrowUp")).toBe("Search");
  getByLabelText("Search").focus();
  expect(press("ArrowDown")).toBe("one");
  getByText("To the list").focus();
  expect(press("ArrowDown")).toBe("one");
  getByText("Outside").focus();
  expect(press("ArrowDown")).toBe("Outside");
  unmount();
});
