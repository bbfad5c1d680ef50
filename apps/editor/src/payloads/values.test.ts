import { expect, test } from "vitest";
import { nested, sent, textAt } from "./values.ts";

test("a text is sent as its type says, and as it stands when it is none of it", () => {
  expect(sent("42", "text")).toBe("42");
  expect(sent("42", "number")).toBe(42);
  expect(sent("true", "boolean")).toBe(true);
  expect(sent('{"tier":"gold"}', "json")).toEqual({ tier: "gold" });
  expect(sent("forty", "number")).toBe("forty");
});

test("values lie under their paths, empty ones nowhere", () => {
  const values = [
    { path: "Menu.digits", type: "text", text: "1" },
    { path: "Menu.attempts", type: "number", text: "2" },
    { path: "vars.tier", type: "text", text: " " },
  ] as const;
  const made = nested(values);
  expect(made).toEqual({ Menu: { digits: "1", attempts: 2 } });
  expect(textAt(made, "Menu.attempts")).toBe("2");
  expect(textAt(made, "Menu.choice")).toBeNull();
});
