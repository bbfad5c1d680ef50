// @vitest-environment node
import { registry } from "@cordboard/flow";
import { expect, it } from "vitest";
import { ICONS } from "./icons.ts";

it.each([...registry.values()].map(({ type, icon }) => [type, icon]))("the icon of %s is bundled: %s", (_type, icon) => {
  expect(Object.keys(ICONS)).toContain(icon);
});
