import type { RequestHandler } from "express";

/** What somebody sees who is not signed in. `reason`: a sentence of ours, never of the request. */
export const signInPage = (reason: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Sign in · Cordboard</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/sign-in/page.css" />
    <script src="/sign-in/page.js" defer></script>
  </head>
  <body>
    <main>
      <h1>Cordboard</h1>
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

const STYLE = `:root { color-scheme: light dark; --line: #8886; --accent: #2f6f5e; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 14vh auto 0; max-width: 30rem; padding: 0 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 1.5rem; }
form { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1.5rem; }
label { display: block; margin-bottom: 0.5rem; }
form div { display: flex; gap: 0.5rem; }
input { flex: 1; min-width: 0; font: inherit; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 6px; }
button { font: inherit; padding: 0.5rem 1rem; border: 0; border-radius: 6px; background: var(--accent); color: #fff; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
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

/** The page's own files; the content policy allows no script in the page itself. */
export const signInFiles: RequestHandler = (request, response, next) => {
  if (request.path === "/page.css") return void response.type("text/css").send(STYLE);
  if (request.path === "/page.js") return void response.type("text/javascript").send(SCRIPT);
  return next();
};
