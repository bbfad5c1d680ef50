import type { JsonObject } from "@cordboard/contract";
import type { DatabaseEntry, EffectMock, FlowTest, HttpEntry, TestStep } from "@cordboard/flow";
import { phone } from "../../app/format/phone.ts";

/** What a line is about; the list draws an icon for each. */
export type LineKind =
  | "hear"
  | "press"
  | "say"
  | "text"
  | "wait"
  | "expectCall"
  | "expectMessage"
  | "expectEmail"
  | "faults"
  | "answer"
  | "reject"
  | "hangup"
  | "start"
  | "phone"
  | "http"
  | "database"
  | "mock"
  | "clock"
  | "value"
  | "result";

/** One sentence of a test. */
export interface TestLine {
  /** What a report calls it in `failedStep`: a step's number as text, or the name of an expectation. */
  key: string;
  kind: LineKind;
  text: string;
}

export interface ReadableTest {
  /** How it begins, and who and what is outside. */
  given: TestLine[];
  steps: TestLine[];
  /** What must be so in the end, apart from the path. */
  expected: TestLine[];
}

/** A test as an author reads it. */
export function readable(test: FlowTest): ReadableTest {
  return {
    given: [
      { key: "start", kind: "start", text: startText(test.start) },
      ...(test.startAt === undefined ? [] : [line("startAt", "start", `The run begins at ${test.startAt}`)]),
      ...(test.now === undefined ? [] : [{ key: "now", kind: "clock" as const, text: `It is ${clockText(test.now)}` }]),
      ...Object.entries(test.phones).map(([number, script]) => line(`phones ${number}`, "phone", `${phone(number)} ${behaviour(script)}`)),
      ...test.http.map((entry) => line(`http ${entry.method} ${entry.url}`, "http", httpText(entry))),
      ...test.database.map((entry) =>
        line(`database ${[entry.connection, entry.sql].filter(Boolean).join(" ")}`, "database", databaseText(entry)),
      ),
      ...Object.entries(test.mocks).map(([node, mock]) => line(`mocks ${node}`, "mock", mockText(node, mock))),
      ...Object.entries(test.variables).map(([name, value]) => line(`variables ${name}`, "value", `At first ${name} is ${show(value)}`)),
    ],
    steps: test.steps.map((step, index) => line(String(index + 1), kindOf(step), stepText(step))),
    expected: expectedLines(test.expect),
  };
}

const line = (key: string, kind: LineKind, text: string): TestLine => ({ key, kind, text });

function startText(start: FlowTest["start"]): string {
  if ("call" in start) return `${phone(start.call.from)} calls ${phone(start.call.to)}`;
  if ("message" in start) {
    const { from, to, text, media } = start.message;
    const files = media.length === 0 ? "" : `, with ${media.length} ${media.length === 1 ? "file" : "files"}`;
    return `${phone(from)} texts ${quoted(text)} to ${phone(to)}${files}`;
  }
  const { to, params } = start.api;
  const fields = Object.entries(params).map(([name, value]) => `${name} = ${show(value)}`);
  const about = to === undefined ? "" : ` for ${phone(to)}`;
  return `An API request${about}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`;
}

/** `2026-03-02 09:30 (UTC-05:00)`: in the zone the author wrote, as flows may ask for the hour. */
function clockText(now: string): string {
  const [, day = now, time = "", zone = ""] = /^(\S+)T(\d\d:\d\d)[^Z+-]*(Z|[+-]\S+)$/.exec(now) ?? [];
  return `${day} ${time} (UTC${zone === "Z" ? "" : zone})`;
}

function behaviour(script: unknown): string {
  if (!isObject(script)) return "rings until a step answers";
  if (script["busy"] === true) return "is busy";
  if (script["noAnswer"] === true) return "does not answer";
  if (script["reject"] === true) return "declines the call";
  if (script["machine"] === true) return "is an answering machine";
  const after = script["answerAfterSeconds"];
  if (typeof after === "number") return `answers after ${after} s${then(script["steps"])}`;
  if (Array.isArray(script["steps"]) && script["steps"].length > 0) return `answers${then(script["steps"])}`;
  if (Array.isArray(script["text"]) && script["text"].length > 0) return "replies to texts";
  return "rings until a step answers";
}

function then(steps: unknown): string {
  if (!Array.isArray(steps)) return "";
  const words = steps
    .filter(isObject)
    .flatMap(({ digits, speech, hangup }) => [
      ...(typeof digits === "string" ? [`presses ${digits}`] : []),
      ...(typeof speech === "string" ? [`says ${quoted(speech)}`] : []),
      ...(hangup === true ? ["hangs up"] : []),
    ]);
  return words.map((word) => `, ${word}`).join("");
}

function httpText({ method, url, status, afterMs, unreachable }: HttpEntry): string {
  if (unreachable) return `${method} ${url} can’t be reached`;
  return `${method} ${url} answers ${status}${afterMs > 0 ? ` after ${afterMs} ms` : ""}`;
}

function databaseText({ connection, sql, rows, changed, afterMs, unreachable, error }: DatabaseEntry): string {
  const asked = sql === "" ? connection : `${connection}, asked ${quoted(sql)},`;
  if (unreachable) return `${asked} can’t be reached`;
  if (error !== undefined) return `${asked} refuses: ${error}`;
  const does = changed === undefined ? `answers ${count(rows.length)}` : `changes ${count(changed)}`;
  return `${asked} ${does}${afterMs > 0 ? ` after ${afterMs} ms` : ""}`;
}

const count = (rows: number): string => (rows === 0 ? "no rows" : rows === 1 ? "1 row" : `${rows} rows`);

const mockText = (node: string, mock: EffectMock): string =>
  mock.ok ? `${node} does nothing and succeeds` : `${node} does nothing and fails: ${mock.error.message}`;

function kindOf(step: TestStep): LineKind {
  const kinds = [
    "hear",
    "press",
    "say",
    "text",
    "wait",
    "expectCall",
    "expectMessage",
    "expectEmail",
    "faults",
    "answer",
    "reject",
  ] as const;
  return kinds.find((kind) => kind in step) ?? "hangup";
}

function stepText(step: TestStep): string {
  if ("wait" in step) return `Wait ${step.wait.replace(/(\d)\s*([a-z])/, "$1 $2")}`;
  if ("expectCall" in step) return `Call to ${phone(step.expectCall.to)} expected`;
  if ("expectMessage" in step) {
    const { to, text, media } = step.expectMessage;
    return `Text${to === undefined ? "" : ` to ${phone(to)}`}${carrying([text], media)} expected`;
  }
  if ("expectEmail" in step) {
    const { to, subject, text } = step.expectEmail;
    return `E-mail${to === undefined ? "" : ` to ${to}`}${carrying([subject, text])} expected`;
  }
  if ("faults" in step) return faultsText(step.faults);
  const who = step.phone === undefined ? null : phone(step.phone);
  const does = (alone: string, named: string): string => (who === null ? alone : `${who} ${named}`);
  if ("hear" in step) return does(`Hear ${phrase(step.hear)}`, `hears ${phrase(step.hear)}`);
  if ("press" in step) return does(`Press ${step.press}`, `presses ${step.press}`);
  if ("say" in step) return does(`Say ${quoted(step.say)}`, `says ${quoted(step.say)}`);
  if ("text" in step) return does(`Text ${quoted(step.text)}`, `texts ${quoted(step.text)}`);
  if ("answer" in step) return does("Answer the call", "answers");
  if ("reject" in step) return does("Decline the call", "declines the call");
  return does("Hang up", "hangs up");
}

/** By the names of `POST /sim/faults`; `false` or 0 ends one. */
function faultsText(faults: JsonObject): string {
  const begins = Object.keys(faults).filter((kind) => faults[kind] !== false && faults[kind] !== 0);
  return begins.length === 0 ? "The carrier works again" : `From here the carrier has faults: ${begins.join(", ")}`;
}

const STATUS = {
  running: "The run is still going",
  completed: "The run completes",
  failed: "The run fails",
  stopped: "The run is stopped",
};

function expectedLines({ status, reason, result, variables, outputs }: FlowTest["expect"]): TestLine[] {
  return [
    ...(status === undefined ? [] : [line("expect.status", "result", STATUS[status])]),
    ...(reason === undefined ? [] : [line("expect.reason", "result", `Its reason is ${reason}`)]),
    ...(result === undefined ? [] : [line("expect.result", "result", `Its result is ${result}`)]),
    ...Object.entries(variables).map(([name, value]) => line(`expect.variables ${name}`, "value", `${name} is ${show(value)}`)),
    ...Object.entries(outputs ?? {}).map(([name, value]) => line(`expect.outputs ${name}`, "value", `Output ${name} is ${show(value)}`)),
  ];
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const quoted = (text: string): string => `“${text}”`;
/** A pattern keeps its slashes, so that it isn't taken for words. */
const phrase = (text: string): string => (/^\/.+\/$/.test(text) ? text : quoted(text));
function carrying(phrases: (string | undefined)[], files: readonly string[] = []): string {
  const all = [...phrases.filter((one) => one !== undefined).map(phrase), ...files];
  return all.length === 0 ? "" : ` with ${all.join(" and ")}`;
}
const show = (value: unknown): string => (typeof value === "string" ? quoted(value) : JSON.stringify(value));
