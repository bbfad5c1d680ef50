// Finds a Chromium for the browser tests, or installs Debian's when it may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { WIN, run, say } from "./toolchain.mjs";

/** Chromium without windows: the same pages in a quarter less time. */
const SHELL = "/usr/bin/chromium-headless-shell";
const PLACES = [
  SHELL,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** Answers whether a browser is there, after trying to install one; its path is in CHROMIUM_PATH for what is started from here. */
export function ensureBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return true;
  const apt = !WIN && spawnSync("apt-get", ["--version"]).status === 0;
  if (!existsSync(SHELL) && apt && process.getuid?.() === 0) {
    say("Installing Debian's Chromium for tests (chromium-headless-shell) with apt-get");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const install = (name) => run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], env);
    run("apt-get", ["update", "-qq"], env);
    if (!install("chromium-headless-shell") && !PLACES.some(existsSync)) install("chromium");
  }
  const found = PLACES.find((place) => existsSync(place));
  if (found) {
    process.env.CHROMIUM_PATH = found;
    return true;
  }
  const how = apt ? "Run: sudo apt-get install -y chromium" : "Install Google Chrome or Chromium";
  console.error(
    `\n✖ The browser tests need Chromium or Chrome.\n  ${how}, or set CHROMIUM_PATH to one,\n  or leave them out for now: SKIP_BROWSER=1 npm test\n`,
  );
  return false;
}
