import { freePort } from "@cordboard/testing/free-port";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Terminal, openTerminal } from "./test-terminal.ts";

/* The commands that talk to a server, against a real one in a process of its own. */
const KEY = "test-owner-key-0123456789";
const SERVER = join(import.meta.dirname, "..", "..", "server", "dist", "main.mjs");
let server: ChildProcess;
let dataDir = "";
let terminal: Terminal;
let url = "";

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "cordboard-"));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    SIMULATOR_PORT: "0",
    CORDBOARD_API_KEY: KEY,
    LOG_LEVEL: "silent",
  };
  server = spawn(process.execPath, [SERVER], { env, cwd: dataDir, stdio: ["ignore", "pipe", "inherit"] });
  if (!server.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: server.stdout })) if (line.startsWith("Cordboard is ready")) break;
  terminal = await openTerminal({ CORDBOARD_URL: `${url}/`, CORDBOARD_API_KEY: KEY });
}, 40_000);
afterAll(async () => {
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGTERM");
  await ended;
  await terminal.close();
  await rm(dataDir, { recursive: true });
});

const DOCUMENT = {
  format: "cordboard/flow@1",
  name: "CLI test line",
  description: "",
  language: "en-US",
  nodes: [
    { id: "start", type: "start", name: "Start", config: { payload: [{ name: "who", type: "text", required: true }] } },
    { id: "done", type: "end", name: "Done", config: { result: "done" } },
  ],
  edges: [{ from: "start", exit: "api_request", to: "done" }],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
};

it("pushes, publishes, runs, pulls, compares and exports a flow", async () => {
  const file = join(terminal.cwd, "line.flow.json");
  await writeFile(file, JSON.stringify(DOCUMENT));
  expect(await terminal.run(["push", "line.flow.json"])).toMatchObject({ code: 0, out: expect.stringContaining("new flow CLI test line") });
  expect(await terminal.run(["run", "CLI test line"])).toMatchObject({ code: 3, err: expect.stringContaining("not_published") });
  expect(await terminal.run(["publish", "CLI test line", "-m", "first"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("version 1"),
  });

  const missing = await terminal.run(["run", "CLI test line"]);
  expect(missing).toMatchObject({ code: 3, err: expect.stringContaining("missing_parameter") });
  const one = await terminal.run(["run", "CLI test line", "--param", "who=Ann", "--wait"]);
  expect(one.code, one.err).toBe(0);
  expect(one.out).toMatch(/^run [\w-]{36}, version 1\nrun [\w-]{36} completed/);
  const two = await terminal.run(["run", "CLI test line", "--to", "+14155550101", "--to", "+14155550102", "--params", '{"who":"Ann"}']);
  expect(two.out.split("\n")).toHaveLength(2);

  expect(await terminal.run(["diff", "line.flow.json", "CLI test line"])).toMatchObject({ code: 0 });
  await writeFile(file, JSON.stringify({ ...DOCUMENT, description: "changed" }));
  expect(await terminal.run(["diff", "line.flow.json", "CLI test line"])).toMatchObject({
    code: 1,
    out: expect.stringContaining("changed"),
  });
  expect(await terminal.run(["push", "line.flow.json"])).toMatchObject({ code: 0, out: expect.stringContaining("revision 2") });

  await terminal.run(["pull", "CLI test line", "draft.flow.json"]);
  expect(JSON.parse(await readFile(join(terminal.cwd, "draft.flow.json"), "utf8"))).toMatchObject({ description: "changed" });
  await terminal.run(["pull", "CLI test line", "--version", "1"]);
  expect(JSON.parse(await readFile(join(terminal.cwd, "cli-test-line.flow.json"), "utf8"))).toMatchObject({ description: "" });
  const printed = await terminal.run(["export", "CLI test line"]);
  expect(JSON.parse(printed.out)).toMatchObject({ name: "CLI test line", description: "changed" });
  expect((await terminal.run(["export", "--out", "."])).code).toBe(0);
  expect(await readdir(terminal.cwd)).toContain("virtual-receptionist.flow.json");
});

it("refuses to publish a draft with errors, and shows them", async () => {
  const broken = { ...DOCUMENT, name: "Broken line", nodes: [...DOCUMENT.nodes, { id: "x", type: "teleport", name: "X", config: {} }] };
  await writeFile(join(terminal.cwd, "broken.flow.json"), JSON.stringify(broken));
  expect((await terminal.run(["push", "broken.flow.json"])).out).toContain("unknown_component");
  expect(await terminal.run(["publish", "Broken line"])).toMatchObject({ code: 1, err: expect.stringContaining("unknown_component") });
});

it("makes, lists and revokes keys, and prints a sign-in link", async () => {
  const made = await terminal.run(["keys", "create", "ci", "--role", "viewer"]);
  expect(made.out).toMatch(/^cb_[\w-]{43}$/);
  const viewer = await openTerminal({ CORDBOARD_URL: url, CORDBOARD_API_KEY: made.out });
  expect(await viewer.run(["publish", "CLI test line"])).toMatchObject({ code: 3, err: expect.stringContaining("not_allowed") });
  await viewer.close();
  const listed = await terminal.run(["keys", "list"]);
  const id = /^(\S+) {2}viewer {4}\S+ {2}ci$/m.exec(listed.out)?.[1] ?? "";
  expect(await terminal.run(["keys", "revoke", id])).toMatchObject({ code: 0 });
  expect((await terminal.run(["keys", "list"])).out).not.toContain(id);
  expect((await terminal.run(["keys", "link"])).out).toContain(`${url}/sign-in?token=`);
  expect(await terminal.run(["keys", "create", "x", "--role", "god"])).toMatchObject({ code: 2 });
});

it("says what is missing: a key, a server, a flow", async () => {
  const bare = await openTerminal();
  expect(await bare.run(["pull", "x"])).toMatchObject({ code: 2, err: expect.stringContaining("CORDBOARD_API_KEY") });
  await bare.close();
  const lost = await openTerminal({ CORDBOARD_URL: "http://127.0.0.1:1", CORDBOARD_API_KEY: KEY });
  expect(await lost.run(["pull", "x"])).toMatchObject({ code: 3, err: expect.stringContaining("offline") });
  await lost.close();
  expect(await terminal.run(["pull", "no such flow"])).toMatchObject({ code: 2, err: expect.stringContaining("no such flow") });
});
