import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openTerminal } from "./test-terminal.ts";

it("writes the files that answer callers while Cordboard is away", async () => {
  const terminal = await openTerminal({ PUBLIC_URL: "https://flows.example.com" });
  expect(await terminal.run(["fallback-xml"])).toMatchObject({ code: 0, out: "11 files → fallback" });
  expect(await readdir(join(terminal.cwd, "fallback"))).toHaveLength(11);
  expect(await readFile(join(terminal.cwd, "fallback", "fallback.xml"), "utf8")).toContain(
    "https://flows.example.com/carrier/voice/fallback/1#",
  );

  await terminal.run(["fallback-xml", "out", "--url", "https://other.example.com", "--say", "Closed <now>."]);
  const last = await readFile(join(terminal.cwd, "out", "fallback-10.xml"), "utf8");
  expect(last).toContain("Closed &lt;now&gt;.");
  expect(await terminal.run(["fallback-xml", "--url", "flows.example.com"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("--url"),
  });
  await terminal.close();
});
