import { expect, test } from "vitest";
import { paramsOf } from "./request-tab.tsx";

test("fields that were left empty aren't sent", () => {
  expect(
    paramsOf([
      ["agent", "+14155550111"],
      ["note", "  "],
      ["customer", ""],
    ]),
  ).toEqual({ agent: "+14155550111" });
});
