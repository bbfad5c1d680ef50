import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const BIN = fileURLToPath(new URL("../../bin/cordboard-simulator.mjs", import.meta.url));

let child: ChildProcess | null = null;
afterEach(async () => {
  if (child?.exitCode === null) {
    child.kill();
    await once(child, "exit");
  }
});

async function run(args: string[], until: RegExp): Promise<{ text: string; code: number | null }> {
  const started = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env["PATH"] }, stdio: "pipe" });
  child = started;
  let text = "";
  for (const stream of [started.stdout, started.stderr]) stream.on("data", (data: Buffer) => (text += data.toString()));
  for (const end = performance.now() + 20_000; started.exitCode === null && !until.test(text) && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { text, code: started.exitCode };
}

describe("cordboard-simulator", () => {
  it("starts, says where and with which account, and answers", async () => {
    const { text } = await run(["--port", "0", "--auth-token", "secret", "--time-scale", "10"], /ready: \S+ .*\n/);
    const url = /ready: (\S+) {2}account MASIMULATOR000000001\n/.exec(text)?.[1] ?? "";
    expect(await (await fetch(`${url}/sim/clock`)).json()).toMatchObject({ timeScale: 10 });
    const headers = { authorization: `Basic ${Buffer.from("MASIMULATOR000000001:secret").toString("base64")}` };
    expect((await fetch(`${url}/v1/Account/MASIMULATOR000000001/`, { headers })).status).toBe(200);
  });

  it.each([
    [["--port", "many"], /--port takes a number from 0 to 65535, not "many"/],
    [["--time-scale", "0"], /--time-scale takes a number/],
    [["--nonsense"], /--nonsense/],
  ])("refuses %o with a sentence", async (args, message) => {
    const { text, code } = await run(args, /(?!)/);
    expect([code, text]).toEqual([1, expect.stringMatching(message)]);
    expect(text).not.toContain("    at ");
  });

  it("says when its port is taken", async () => {
    const { text } = await run(["--port", "0"], /ready: .*\n/);
    const port = new URL(/ready: (\S+)/.exec(text)?.[1] ?? "").port;
    const second = spawn(process.execPath, [BIN, "--port", port], { stdio: "pipe" });
    let complaint = "";
    second.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    const [code] = await once(second, "exit");
    expect([code, complaint]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });
});
