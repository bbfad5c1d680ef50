// @vitest-environment node
import { expect, it } from "vitest";
import type { CarrierAccount } from "../../../api/carrier.ts";
import { fromKeysDraft, keysFlaws, toKeysDraft } from "./keys-draft.ts";

const DRAFT = { authId: " MA1 ", authToken: " secret ", countries: "us; ca, US" };

it("reads keys and countries as they are pasted", () => {
  expect(keysFlaws(DRAFT, false)).toEqual({});
  expect(fromKeysDraft(DRAFT, false)).toEqual({ authId: "MA1", authToken: "secret", countries: ["US", "CA", "US"] });
  expect(fromKeysDraft(DRAFT, true)).toEqual({ authId: "MA1", authToken: "secret" });
});

it("names what is missing or can't be right", () => {
  expect(Object.keys(keysFlaws({ authId: "", authToken: "", countries: "" }, false))).toEqual(["authId", "authToken", "countries"]);
  expect(Object.keys(keysFlaws({ authId: "MA 1", authToken: "two words", countries: "" }, true))).toEqual(["authId", "authToken"]);
  expect(keysFlaws({ ...DRAFT, countries: "US, Canada" }, false).countries).toContain("CANADA");
});

it("begins with the account that was kept, never with its token or the simulator's", () => {
  const account = { accountId: "MA1", countries: ["US", "CA"] };
  expect(toKeysDraft({ ...account, from: "kept" } as CarrierAccount)).toEqual({ authId: "MA1", authToken: "", countries: "US, CA" });
  expect(toKeysDraft({ ...account, from: "default" } as CarrierAccount)).toMatchObject({ authId: "", authToken: "" });
});
