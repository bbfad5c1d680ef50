import { expect, test } from "vitest";
import { copyName } from "./copy-name.ts";

test("counts up past names that are taken", () => {
  expect(copyName("Reception", [])).toBe("Reception copy");
  expect(copyName("Reception", ["Reception copy"])).toBe("Reception copy 2");
  expect(copyName("Reception copy", ["Reception", "Reception copy"])).toBe("Reception copy 2");
  expect(copyName("Reception copy 2", ["Reception copy", "Reception copy 2"])).toBe("Reception copy 3");
});
