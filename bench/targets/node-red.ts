import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@cordboard/testing/free-port";
import { startProcess } from "./process.ts";

const VERSION = "5.0.7";
const template = (word: string): string =>
  `<Response><GetDigits action="/hook"><Speak>${word} for {{payload.From}}</Speak></GetDigits></Response>`;

/** `http in → switch → template → http response`: what an author draws in Node-RED for the same answer. It stores nothing. */
function flows() {
  const words = ["Sales", "Support", "Again"];
  return [
    { id: "t1", type: "tab", label: "ivr" },
    { id: "in1", type: "http in", z: "t1", name: "", url: "/hook", method: "post", upload: false, x: 100, y: 100, wires: [["sw1"]] },
    {
      id: "sw1",
      type: "switch",
      z: "t1",
      name: "",
      property: "payload.Digits",
      propertyType: "msg",
      rules: [{ t: "eq", v: "1", vt: "str" }, { t: "eq", v: "2", vt: "str" }, { t: "else" }],
      checkall: "false",
      repair: false,
      outputs: 3,
      x: 250,
      y: 100,
      wires: [["te0"], ["te1"], ["te2"]],
    },
    ...words.map((word, i) => ({
      id: `te${i}`,
      type: "template",
      z: "t1",
      name: "",
      field: "payload",
      fieldType: "msg",
      format: "html",
      syntax: "mustache",
      template: template(word),
      output: "str",
      x: 400,
      y: 60 + i * 40,
      wires: [["out1"]],
    })),
    {
      id: "out1",
      type: "http response",
      z: "t1",
      name: "",
      statusCode: "",
      headers: { "content-type": "application/xml" },
      x: 560,
      y: 100,
      wires: [],
    },
  ];
}

/** Installs Node-RED beside the bench (never part of the product) and starts it. Null when the registry doesn't have it. */
export async function startNodeRed(dir: string) {
  mkdirSync(dir, { recursive: true });
  const bin = join(dir, "node_modules/node-red/red.js");
  if (!existsSync(bin)) {
    console.log(`Installing Node-RED ${VERSION} for comparison`);
    writeFileSync(join(dir, "package.json"), '{"private":true}\n');
    const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", `node-red@${VERSION}`];
    if (spawnSync("npm", args, { cwd: dir, stdio: "inherit" }).status !== 0) return null;
  }
  const port = await freePort();
  writeFileSync(join(dir, "flows.json"), JSON.stringify(flows()));
  const settings = {
    uiPort: port,
    uiHost: "127.0.0.1",
    httpAdminRoot: false,
    flowFile: "flows.json",
    credentialSecret: false,
    telemetry: { enabled: false, updateNotification: false },
  };
  writeFileSync(join(dir, "settings.js"), `module.exports = ${JSON.stringify(settings)};\n`);
  const running = await startProcess([bin, "-u", dir, "-s", join(dir, "settings.js")], { cwd: dir, ready: /Started flows/, seconds: 60 });
  return { ...running, url: `http://127.0.0.1:${port}/hook`, version: VERSION };
}
