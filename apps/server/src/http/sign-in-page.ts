import { createRequire } from "node:module";
import type { RequestHandler } from "express";

/** The editor's mark: two jacks and the cord between them. */
const LOGO = `<svg width="36" height="36" viewBox="0 0 32 32" fill="none" aria-hidden="true">
        <rect class="plate" width="32" height="32" rx="8" />
        <path class="cord" d="M9.5 9.5c0 9 13 4 13 13" stroke-width="2.6" stroke-linecap="round" />
        <circle class="cord plate" cx="9.5" cy="9.5" r="3.4" stroke-width="2.4" />
        <circle class="jack" cx="22.5" cy="22.5" r="3.4" />
        <circle class="bare" cx="22.5" cy="9.5" r="2" />
        <circle class="bare" cx="9.5" cy="22.5" r="2" />
      </svg>`;

/** What somebody sees who is not signed in. `reason`: a sentence of ours, never of the request. */
export const signInPage = (reason: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Sign in · Cordboard</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/sign-in/page.css" />
    <script src="/sign-in/page.js" defer></script>
  </head>
  <body>
    <main>
      <h1>${LOGO} Cordboard</h1>
      <p>${reason}</p>
      <p>Open the sign-in link that Cordboard printed when it started. Each start prints a fresh one; it works once, for 15 minutes.</p>
      <form>
        <label for="key">Or sign in with an API key</label>
        <div><input id="key" name="key" type="password" autocomplete="current-password" required /><button>Sign in</button></div>
        <p role="alert"></p>
      </form>
    </main>
  </body>
</html>
`;

/** The tokens of the editor's look (light and dark); the editor itself isn't open yet. */
const STYLE = `@font-face {
  font-family: "Inter Variable";
  font-display: swap;
  font-weight: 100 900;
  src: url(/sign-in/inter.woff2) format("woff2");
}
:root {
  color-scheme: light dark;
  --board: light-dark(oklch(0.96 0.005 85), oklch(0.19 0.012 250));
  --surface: light-dark(oklch(1 0 0), oklch(0.235 0.013 250));
  --line: light-dark(oklch(0.87 0.007 85), oklch(0.34 0.014 250));
  --ink: light-dark(oklch(0.24 0.02 250), oklch(0.95 0.005 85));
  --muted: light-dark(oklch(0.5 0.02 250), oklch(0.72 0.012 250));
  --control: light-dark(oklch(0.62 0.01 250), oklch(0.56 0.014 250));
  --brass: light-dark(oklch(0.54 0.11 75), oklch(0.78 0.13 80));
  --danger: light-dark(oklch(0.52 0.19 25), oklch(0.75 0.14 25));
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 16px; background: var(--board); color: var(--ink); font: 14px/1.5 "Inter Variable", system-ui, sans-serif; font-feature-settings: "cv05", "cv11", "ss03"; -webkit-font-smoothing: antialiased; }
main { width: 100%; max-width: 420px; padding: 28px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
h1 { display: flex; align-items: center; gap: 12px; font-size: 20px; letter-spacing: -0.01em; margin: 0 0 16px; }
.plate { fill: var(--ink); }
.cord { stroke: oklch(0.78 0.13 80); }
.jack { fill: oklch(0.78 0.13 80); }
.bare { fill: var(--surface); opacity: 0.35; }
p { margin: 0 0 12px; }
h1 + p { font-weight: 600; }
p + p, label { color: var(--muted); }
form { border-top: 1px solid var(--line); margin-top: 20px; padding-top: 20px; }
label { display: block; margin-bottom: 6px; font-size: 13px; }
form div { display: flex; gap: 8px; }
input { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; padding: 8px 12px; border: 1px solid var(--control); border-radius: 8px; }
button { font: inherit; font-weight: 600; padding: 8px 16px; border: 0; border-radius: 8px; background: var(--brass); color: var(--surface); cursor: pointer; }
:focus-visible { outline: 2px solid var(--brass); outline-offset: 2px; }
[role="alert"] { margin: 10px 0 0; color: var(--danger); }
[role="alert"]:empty { display: none; }
`;

const SCRIPT = `const form = document.querySelector("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const alert = form.querySelector("[role=alert]");
  alert.textContent = "";
  try {
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key: form.elements.key.value.trim() }),
    });
    if (answer.ok) location.assign(location.pathname === "/sign-in" ? "/" : location.href);
    else alert.textContent = (await answer.json()).error.message;
  } catch {
    alert.textContent = "Cordboard could not be reached. Is it running?";
  }
});
`;

const require = createRequire(import.meta.url);
const FONT = require.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");

/** The page's own files; the content policy allows no script in the page itself. */
export const signInFiles: RequestHandler = (request, response, next) => {
  if (request.path === "/page.css") return void response.type("text/css").send(STYLE);
  if (request.path === "/page.js") return void response.type("text/javascript").send(SCRIPT);
  // A package lies in folders whose names begin with a dot.
  if (request.path === "/inter.woff2") return response.sendFile(FONT, { dotfiles: "allow", maxAge: "1d" });
  return next();
};
