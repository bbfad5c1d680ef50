import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "./main.ts";
import { junitXml, tapLines } from "./reports.ts";
import { type Terminal, openTerminal } from "./test-terminal.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "..", "examples");
let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
  await cp(join(EXAMPLES, "sms-autoresponder"), terminal.cwd, { recursive: true });
});
afterEach(() => terminal.close());

const FLOW = "sms-autoresponder.flow.json";
const change = async (file: string, edit: (text: string) => string) => {
  const path = join(terminal.cwd, file);
  await writeFile(path, edit(await readFile(path, "utf8")));
};

describe("help", () => {
  it("names every command, and tells more of each", async () => {
    const { code, out } = await terminal.run([]);
    expect(code).toBe(0);
    for (const { name, summary } of COMMANDS) {
      expect(out).toContain(`${name} `);
      expect(out).toContain(summary);
      expect((await terminal.run(["help", name])).out).toContain(`cordboard ${name} `);
    }
    expect((await terminal.run(["test", "--help"])).out).toContain("--junit");
  });

  it("answers a command line that it doesn't understand with code 2 and a way on", async () => {
    for (const args of [
      ["dance"],
      ["validate"],
      ["validate", "--loud", FLOW],
      ["validate", "gone.flow.json"],
      ["diff", FLOW],
      ["test", "help_is_answered.test.json", "--junit"],
    ]) {
      const { code, err } = await terminal.run(args);
      expect(code, args.join(" ")).toBe(2);
      expect(err.length).toBeGreaterThan(10);
    }
  });
});

describe("validate", () => {
  it("takes a good flow, and lists what is wrong with a bad one by node and field", async () => {
    expect(await terminal.run(["validate", "."])).toMatchObject({ code: 0, out: expect.stringContaining("1 flow: 0 errors") });
    await change(FLOW, (text) => text.replace('"send_message"', '"send_pigeon"'));
    const bad = await terminal.run(["validate", FLOW]);
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/sms-autoresponder\.flow\.json: error: \w+: .*send_pigeon.* \(unknown_component\)/);
    await change(FLOW, () => "{");
    expect(await terminal.run(["validate", FLOW])).toMatchObject({ code: 2, err: expect.stringContaining("is not JSON") });
    await change(FLOW, () => '{"format":"cordboard/flow@1","colour":1}');
    expect(await terminal.run(["validate", FLOW])).toMatchObject({ code: 1, out: expect.stringContaining("colour") });
  });
});

describe("test", () => {
  it("runs the tests of a folder and writes TAP and JUnit", async () => {
    const good = await terminal.run(["test", "--junit", "report.xml"]);
    expect(good.code).toBe(0);
    const tests = (await readdir(terminal.cwd)).filter((name) => name.endsWith(".test.json")).length;
    expect(good.out).toMatch(new RegExp(`^TAP version 14\\n1\\.\\.${tests}\\n(ok \\d - .*\\n?){${tests}}$`));
    expect(await readFile(join(terminal.cwd, "report.xml"), "utf8")).toContain(
      `<testsuites name="cordboard" tests="${tests}" failures="0">`,
    );
  });

  it("fails with the step named when an expectation is wrong", async () => {
    await change("help_is_answered.test.json", (text) =>
      text.replaceAll(/"text": "[^"]*HOURS[^"]*"/g, '"text": "pigeons"').replaceAll("Brass", "Pigeons"),
    );
    const bad = await terminal.run(["test", "help_is_answered.test.json"]);
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/not ok 1 - .*\n {2}---\n {2}at: \d+\n {2}message: "/);
    expect((await terminal.run(["test", "--name", "about hours"])).out).toContain("1..1");
    expect(await terminal.run(["test", "--name", "nothing like it"])).toMatchObject({ code: 2 });
  });

  it("writes reports that survive any text", () => {
    const results = [
      { name: 'a "quote" & <tag> #1 \\ \u0000\ud800', file: "x.test.json", ok: false, failedStep: 2, message: "it's\nso", seconds: 0.5 },
    ];
    expect(tapLines(results)[2]).toMatch(/^not ok 1 - a "quote" & <tag> \\#1 \\\\ /);
    expect(junitXml(results)).toContain('name="a &quot;quote&quot; &amp; &lt;tag&gt; #1 \\ " time="0.500"');
    expect(junitXml(results)).toContain('<failure message="at 2: it\'s so"/>');
  });
});

describe("play", () => {
  it("plays a text conversation", async () => {
    const { code, out } = await terminal.run(["play", FLOW, "--message", "HELP"]);
    expect(code).toBe(0);
    expect(out).toContain("✉ to +14155550100: ");
    expect(out).toMatch(/· \w+ → incoming_message/);
    expect(out).toContain("The run is completed");
  });

  it("plays a call: keys, waiting, a phone that rings", async () => {
    const document = {
      format: "cordboard/flow@1",
      name: "Line",
      nodes: [
        { id: "start", type: "start", name: "Start", config: {} },
        {
          id: "menu",
          type: "ivr_menu",
          name: "Menu",
          config: { prompt: [{ speak: "Press 1 for Ann." }], choices: [{ name: "ann", key: "1" }] },
        },
        { id: "ring", type: "initiate_call", name: "Ring", config: { from: "+14155550199", to: ["+14155550142"] } },
        { id: "greet", type: "play_audio", name: "Greet", config: { prompt: [{ speak: "Hello Ann." }] } },
      ],
      edges: [
        { from: "start", exit: "incoming_call", to: "menu" },
        { from: "menu", exit: "ann", to: "ring" },
        { from: "ring", exit: "answered", to: "greet" },
      ],
    };
    await writeFile(join(terminal.cwd, "line.flow.json"), JSON.stringify(document));
    const { code, out } = await terminal.run(["play", "line.flow.json"], [":answer", "1", ":answer", ":wait 5"]);
    expect(code).toBe(0);
    expect(out).toContain("+14155550100 hears: Press 1 for Ann.");
    expect(out).toContain("(no telephone is ringing)");
    expect(out).toContain("· Menu → ann");
    expect(out).toContain("+14155550142 hears: Hello Ann.");
  });
});

describe("diff", () => {
  it("says in words what changes from one file to another", async () => {
    await cp(join(terminal.cwd, FLOW), join(terminal.cwd, "other.flow.json"));
    expect(await terminal.run(["diff", FLOW, "other.flow.json"])).toMatchObject({ code: 0, out: "No difference in what the flow does." });
    await change("other.flow.json", (text) => text.replace(/"name": "[^"]+"/, '"name": "Another name"'));
    expect(await terminal.run(["diff", "other.flow.json", FLOW])).toMatchObject({ code: 1, out: expect.stringContaining("Another name") });
  });
});
