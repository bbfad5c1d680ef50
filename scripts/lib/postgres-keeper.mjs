// Keeps one PostgreSQL for tests:  postgres-keeper.mjs <bin folder>
//
//   initdb ─► postgres ─► prints "ready <url>" ─► waits for the end of its stdin ─► stops PostgreSQL, removes the folder
//
// The end of stdin is the end of whoever started it, even by kill -9: nothing is left running.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../packages/testing/src/free-port.ts";

const START_MS = 60_000;
const END_MS = 20_000;
const bin = process.argv[2];
const password = randomBytes(12).toString("hex");
const home = mkdtempSync(join(tmpdir(), "cordboard-postgres-"));
const data = join(home, "data");
const who = process.getuid?.() === 0 ? unprivileged() : {};
let server = null;
let stopping = false;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  if (server && server.exitCode === null && server.signalCode === null) {
    const ended = once(server, "exit");
    server.kill("SIGINT"); // "fast": open connections are ended
    const hard = setTimeout(() => server.kill("SIGQUIT"), END_MS);
    await ended;
    clearTimeout(hard);
  }
  rmSync(home, { recursive: true, force: true });
  process.exit(code);
}
const fail = (text) => {
  console.log(text);
  return stop(1);
};

process.stdin.on("end", () => void stop(0)).on("error", () => void stop(0));
process.stdin.resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => void stop(0));

if (who.uid !== undefined) chownSync(home, who.uid, who.gid);
const passwordFile = join(home, "password");
writeFileSync(passwordFile, password);
chmodSync(passwordFile, 0o600);
if (who.uid !== undefined) chownSync(passwordFile, who.uid, who.gid);

// Texts sort as people expect them to, as on most installations: an order that relies on bytes must say so.
const locale = ["-E", "UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];
const cluster = ["-D", data, "-U", "cordboard", "-A", "scram-sha-256", "--pwfile", passwordFile, ...locale];
const made = spawnSync(join(bin, "initdb"), [...cluster, "--no-instructions"], { ...who, cwd: home, encoding: "utf8" });
if (made.status !== 0) await fail(`initdb: ${made.stdout}${made.stderr}`);

const port = await freePort();
// Durable, as an installation is: tests that kill it must find what was acknowledged.
const settings = {
  listen_addresses: "127.0.0.1",
  port,
  unix_socket_directories: "",
  fsync: "on",
  synchronous_commit: "on",
  max_connections: 200,
  shared_buffers: "128MB",
};
const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
let printed = "";
server = spawn(join(bin, "postgres"), ["-D", data, ...options], { ...who, cwd: home, stdio: ["ignore", "ignore", "pipe"] });
const hurry = setTimeout(() => void fail(`PostgreSQL was not ready after ${START_MS / 1000} s:\n${printed}`), START_MS);
server.stderr.on("data", (chunk) => {
  if (printed === null) return; // read on all the same: a full pipe would stop it
  printed += chunk;
  if (!/ready to accept connections/.test(printed)) return;
  printed = null;
  clearTimeout(hurry);
  console.log(`ready postgres://cordboard:${password}@127.0.0.1:${port}/postgres`);
});
server.once("exit", (code) => void fail(`PostgreSQL ended with ${code}:\n${printed ?? ""}`));

/** PostgreSQL refuses to run as root: Debian's package brings the user `postgres`. */
function unprivileged() {
  const id = (flag, name) => Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout, 10);
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = [id("-u", name), id("-g", name)];
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  }
  throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody here");
}
