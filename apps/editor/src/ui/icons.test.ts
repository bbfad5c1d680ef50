// @vitest-environment node
import { registry } from "@cordboard/flow";
import { expect, it } from "vitest";
import { ICONS } from "virtual:manifest-icons";

it.each([...registry.values()].map(({ type, icon }) => [type, icon]))("the icon of %s is one of lucide's: %s", (_type, icon) => {
  expect(ICONS[icon]).toBeDefined();
});
