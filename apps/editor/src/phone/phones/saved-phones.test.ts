// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { receptionist } from "../../document/fixture.ts";
import { numbersIn } from "./numbers-in.ts";
import { forgetPhone, savePhone, tellPhones, useSavedPhones } from "./saved-phones.ts";

const ANN = "+14155550142";
let told: unknown[] = [];

beforeEach(() => {
  told = [];
  useSavedPhones.setState({ phones: [] });
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    told.push(JSON.parse(typeof init.body === "string" ? init.body : "null"));
    return Promise.resolve(Response.json({}));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  useSavedPhones.setState({ phones: [] });
  localStorage.removeItem("cordboard.phones");
});

test("a phone is kept with what it does, and the simulator is told now and before later calls", async () => {
  await savePhone({ number: ANN, name: "Ann", does: "busy" });
  await savePhone({ number: ANN, name: "Ann", does: "voicemail" });
  expect(useSavedPhones.getState().phones).toEqual([{ number: ANN, name: "Ann", does: "voicemail" }]);
  expect(JSON.parse(localStorage.getItem("cordboard.phones") ?? "")).toHaveLength(1);
  await tellPhones();
  expect(told).toEqual([
    { number: ANN, kind: "phone", script: { busy: true } },
    { number: ANN, kind: "phone", script: { answerAfterSeconds: 4, machine: true } },
    { number: ANN, kind: "phone", script: { answerAfterSeconds: 4, machine: true } },
  ]);
});

test("a forgotten phone rings again", async () => {
  const ann = { number: ANN, name: "", does: "busy" };
  await savePhone(ann);
  await forgetPhone(ann);
  expect(useSavedPhones.getState().phones).toEqual([]);
  expect(told.at(-1)).toEqual({ number: ANN, kind: "phone", script: null });
});

test("the phones that a flow calls are offered", () => {
  expect(numbersIn(receptionist())).toEqual(["+14155550123"]);
});
