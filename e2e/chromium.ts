import { existsSync } from "node:fs";

const places = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** Launch options for the machine's own Chromium. */
export function chromium(): { executablePath?: string; args: string[] } {
  const found = places.find((p) => p && existsSync(p));
  const root = process.getuid?.() === 0;
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return { ...(found ? { executablePath: found } : {}), args: root ? ["--no-sandbox", ...args] : args };
}
