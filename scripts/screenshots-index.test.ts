import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../docs/screenshots/", import.meta.url);

test("the index of the pictures names every one, and none that isn't there", () => {
  const named = [...readFileSync(new URL("README.md", folder), "utf8").matchAll(/\(([\w.-]+\.png)\)/g)].map(([, file]) => file);
  expect(named.toSorted()).toEqual(
    readdirSync(folder)
      .filter((file) => file.endsWith(".png"))
      .toSorted(),
  );
});
