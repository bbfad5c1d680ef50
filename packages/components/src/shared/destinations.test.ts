import { type AnyManifest, withParsedConfig } from "@cordboard/contract";
import { expect, it } from "vitest";
import { z } from "zod";
import * as manifests from "../manifests.ts";

/* Whoever adds a component that calls or texts somebody is told here that strangers must not choose the number by default. */
const all: readonly AnyManifest[] = Object.values(manifests);
const withRecipients = all.map(withParsedConfig).filter(({ config }) => {
  const { properties } = z.toJSONSchema(config, { io: "input", unrepresentable: "any" });
  return JSON.stringify(properties?.["to"] ?? {}).includes('"widget":"phones"');
});

it("finds the components that have recipients", () => {
  expect(withRecipients.map(({ type }) => type)).toEqual(expect.arrayContaining(["call_forward", "initiate_call", "send_message"]));
});

it.each(withRecipients)("$type doesn't let the caller choose the number unless its author says so", (manifest) => {
  const config = manifest.config.parse(manifest.defaults());
  expect(manifest.destinations?.(config)).toEqual({ fields: ["to"], callerMayChoose: false });
});
