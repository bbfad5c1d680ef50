import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ELEMENTS, type ElementRule } from "@cordboard/plivo";
import plivo from "plivo";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Case, type Outcome, play } from "./case.ts";
import { DIAL } from "./cases/dial.ts";
import { DOCUMENTS } from "./cases/documents.ts";
import { INPUT } from "./cases/input.ts";
import { MESSAGES } from "./cases/messages.ts";
import { OUTBOUND } from "./cases/outbound.ts";
import { ROOMS } from "./cases/rooms.ts";
import { SOUND } from "./cases/sound.ts";
import { ATTRIBUTES, TABLES, elementWith, rowsToCover } from "./facts.ts";
import { behaviours, endsOf } from "./crowd.ts";
import { AUTH_ID, AUTH_TOKEN, type Judge, OURS, Stage } from "./stage.ts";

const GROUPS: Readonly<Record<string, Case[]>> = {
  documents: DOCUMENTS,
  input: INPUT,
  sound: SOUND,
  dial: DIAL,
  outbound: OUTBOUND,
  rooms: ROOMS,
  messages: MESSAGES,
};
const CASES = Object.values(GROUPS).flat();
const UPDATE = process.env["UPDATE_CONFORMANCE"] === "1";

let strict: Stage;
let lenient: Stage;
/** Parameters that were seen, by the kind of webhook, and the values of those that name an event. */
const seen = new Map<string, Set<string>>();
const events = new Map<string, Set<string>>();

function saw(kind: string, params: Record<string, string>): void {
  const names = seen.get(kind) ?? new Set();
  seen.set(kind, names);
  for (const name of Object.keys(params)) names.add(name);
  const values = events.get(kind) ?? new Set();
  events.set(kind, values);
  for (const name of ["Event", "EventName", "ConferenceAction", "Status", "DialStatus"]) if (params[name]) values.add(params[name]);
}

/** Plivo's own SDK reads both families of signatures. */
const judge: Judge = ({ method, url, params, header }) => {
  const nonce = header("x-plivo-signature-v3-nonce");
  const v3 = plivo.validateV3Signature(method, url, nonce, AUTH_TOKEN, header("x-plivo-signature-v3"), params);
  const v2 = plivo.validateSignature(url, nonce, header("x-plivo-signature-v2"), AUTH_TOKEN);
  return [...(v3 ? [] : [`V3 ${url}`]), ...(v2 ? [] : [`V2 ${url}`])];
};

beforeAll(async () => {
  strict = await Stage.open("strict", judge);
  lenient = await Stage.open("lenient", judge);
});
afterAll(async () => {
  await strict.close();
  await lenient.close();
});

describe.each(Object.entries(GROUPS))("%s", (group, cases) => {
  const file = new URL(`./expected/${group}.json`, import.meta.url);
  const expected = existsSync(file) ? readExpected(file) : {};
  const found: Record<string, Outcome> = {};
  afterAll(() => {
    if (UPDATE) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  });

  it.each(cases.map((one) => [one.name, one] as const))("%s", async (name, one) => {
    const outcome = await play(one.mode === "lenient" ? lenient : strict, one, saw);
    found[name] = outcome;
    if (!UPDATE) expect(outcome).toEqual(expected[name]);
  });

  it("expects nothing of cases that are gone", () => {
    if (!UPDATE) expect(Object.keys(expected).toSorted()).toEqual(cases.map((one) => one.name).toSorted());
  });
});

const REFUSED = /^(?:8011|70\d\d)$/;

describe("the table of attributes", () => {
  it.each(Object.entries(ATTRIBUTES))("of %s is the grammar's", (element, facts) => {
    const grammar = Object.entries<ElementRule>(ELEMENTS).find(([name]) => name === element)?.[1].attributes ?? {};
    const ours = Object.entries(grammar).map(([name, kind]) => [name, kind.default === undefined ? undefined : String(kind.default)]);
    expect(Object.entries(facts).map(([name, fact]) => [name, fact.default])).toEqual(ours);
  });

  it.each(Object.entries(ATTRIBUTES))("of %s: good values are taken, others refused", async (element, facts) => {
    const tries = Object.entries(facts).flatMap(([name, { takes, refuses }]) => [
      ...takes.map((value) => ({ name, value, good: true })),
      ...refuses.map((value) => ({ name, value, good: false })),
    ]);
    const documents = tries.map(({ name, value }) => elementWith(element, { [name]: value }));
    const ends = await endsOf(strict, documents);
    expect(tries.filter(({ good }, index) => REFUSED.test(ends[index] ?? "") === good)).toEqual([]);
  });

  it.each(Object.entries(ATTRIBUTES))("of %s: leaving out a default changes nothing", async (element, facts) => {
    const names = Object.keys(facts).filter((name) => facts[name]?.default !== undefined && !facts[name].required);
    const variants = names.map((name) => elementWith(element, { [name]: facts[name]?.default ?? "" }));
    const [bare, ...explicit] = await behaviours(strict, [elementWith(element, {}), ...variants]);
    expect(explicit.map((lines, index) => [names[index], lines])).toEqual(names.map((name) => [name, bare]));
  });
});

describe("voices", () => {
  it.each(Object.keys(TABLES.basicVoices))("of %s", async (language) => {
    const voices = ["WOMAN", "MAN"];
    const documents = voices.map((voice) => `<Speak voice="${voice}" language="${language}">a</Speak>`);
    const expected = voices.map((voice) => (TABLES.basicVoices[language]?.includes(voice) ? "on" : "8011"));
    expect(await endsOf(strict, documents)).toEqual(expected);
  });

  it("of Polly", async () => {
    const voices = Object.entries(TABLES.polly).flatMap(([language, names]) => names.map((name) => ({ language, name })));
    const documents = voices.map(({ language, name }) => `<Speak voice="Polly.${name}" language="${language}">a</Speak>`);
    const ends = await endsOf(strict, documents);
    expect(voices.filter((_, index) => ends[index] !== "on")).toEqual([]);
  });

  it.each(Object.entries(TABLES.ssml))("markup may hold what the table says: %s", async (tag, children) => {
    const tags = Object.keys(TABLES.ssml);
    const inside = (child: string): string => (child === "break" ? "<break/>" : `<${child}>a</${child}>`);
    const documents = tags.map((child) => `<Speak voice="Polly.Amy"><${tag}>${inside(child)}</${tag}></Speak>`);
    const ends = await endsOf(strict, documents);
    expect(tags.filter((_, index) => ends[index] === "on")).toEqual(tags.filter((child) => children.includes(child)));
  });
});

/** Phones of these numbers, one for each row. */
const phoneOf = (index: number): string => `+1415557${String(index).padStart(4, "0")}`;

describe("codes", () => {
  it("of hang-ups are told as the table names them", async () => {
    const rows = Object.entries(TABLES.causes).filter(([code]) => code !== "0");
    await strict.reset();
    for (const [index, [code]] of rows.entries()) {
      await strict.sim("numbers", { number: phoneOf(index), kind: "phone", script: { fails: Number(code) } });
      await strict.rest("POST", "Call/", { from: OURS, to: phoneOf(index), answer_url: "{app}/answer", hangup_url: "{app}/hangup" });
    }
    await strict.wait(2);
    const told = new Map(
      strict.arrived.map(({ params }) => [`+${params["To"]}`, `${params["HangupCauseCode"]} ${params["HangupCauseName"]}`]),
    );
    expect(rows.filter(([code, name], index) => !`${code} ${name}`.startsWith(told.get(phoneOf(index)) ?? "?"))).toEqual([]);
  });

  it("of messages come with their state", async () => {
    const rows = Object.entries(TABLES.messageErrors);
    await strict.reset();
    for (const [index, [code, status]] of rows.entries()) {
      await strict.sim("numbers", { number: phoneOf(index), kind: "phone", script: { delivery: { status, errorCode: code } } });
      await strict.rest("POST", "Message/", { src: OURS, dst: phoneOf(index), text: "x", url: "{app}/report" });
    }
    await strict.wait(4);
    const told = new Map(strict.arrived.map(({ params }) => [`+${params["To"]}`, `${params["ErrorCode"]} ${params["Status"]}`]));
    expect(rows.map((_, index) => told.get(phoneOf(index)))).toEqual(rows.map(([code, status]) => `${code} ${status}`));
  });
});

describe("every row has a case", () => {
  it("rules and attributes", () => {
    const covered = new Set(CASES.flatMap((one) => one.covers));
    const rows = rowsToCover();
    expect(rows.filter((row) => !covered.has(row))).toEqual([]);
    expect([...covered].filter((row) => !rows.includes(row))).toEqual([]);
    const attributes = Object.entries(ATTRIBUTES).flatMap(([element, kinds]) => Object.keys(kinds).map((name) => `${element}@${name}`));
    expect(Object.keys(TABLES.silent).filter((row) => !attributes.includes(row))).toEqual([]);
  });

  it.each(Object.entries(TABLES.parameters))("parameters of %s", (kind, names) => {
    expect(names.filter((name) => !seen.get(kind)?.has(name))).toEqual([]);
  });

  it.each(Object.entries(TABLES.events))("events of %s", (kind, names) => {
    expect(names.filter((name) => !events.get(kind)?.has(name))).toEqual([]);
  });

  it("operations of the REST API", async () => {
    const { rows } = await strict.sim<{ rows: { method: string; path: string; status: number }[] }>("ledger");
    const done = new Set(
      rows.map(({ method, path, status }) => `${method} ${status} ${parts(path.replace(`/v1/Account/${AUTH_ID}`, ""))}`),
    );
    const missing = TABLES.operations.filter(([method, path, status]) => !done.has(`${method} ${status} ${parts(path)}`));
    expect(missing.map(([method, path]) => `${method} ${path}`)).toEqual([]);
  });

  it("and the official SDK took every signature", () => {
    expect([...strict.refused, ...lenient.refused]).toEqual([]);
  });
});

/** `/Call/6f…/Record/` and `Call/{id}/Record` alike: names stay, ids are dots. */
function parts(path: string): string {
  const words = path.split("/").filter((part) => part !== "");
  return words.map((part) => (/^[A-Z][A-Za-z]+$/.test(part) ? part : ".")).join("/");
}

function readExpected(file: URL): Record<string, Outcome> {
  return JSON.parse(readFileSync(file, "utf8"));
}
