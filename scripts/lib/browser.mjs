// Finds Chromium for the browser tests, or installs Debian's when it may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { WIN, run, say } from "./toolchain.mjs";

const PLACES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

export const browserPath = () => PLACES.find((p) => p && existsSync(p));

/** Answers whether a browser is there, after trying to install one. */
export function ensureBrowser() {
  if (browserPath()) return true;
  const apt = !WIN && spawnSync("apt-get", ["--version"]).status === 0;
  if (apt && process.getuid?.() === 0) {
    say("No Chromium here: installing Debian's with apt-get");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], env);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], env);
    if (browserPath()) return true;
  }
  const how = apt ? "Run: sudo apt-get install -y chromium" : "Install Google Chrome or Chromium";
  console.error(
    `\n✖ The browser tests need Chromium or Chrome.\n  ${how}, or set CHROMIUM_PATH to one,\n  or leave them out for now: SKIP_BROWSER=1 npm test\n`,
  );
  return false;
}
