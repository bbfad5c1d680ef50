import { createRequire } from "node:module";
import { dirname } from "node:path";
import { static as serveStatic } from "express";
import type { RequestHandler } from "express";

const require = createRequire(import.meta.url);
/** Only the folder is wanted: importing the package would run the page's 1.4 MB in the server. */
const folder = (): string => dirname(require.resolve("swagger-ui-dist/package.json"));

const FILES = new Set(["/swagger-ui.css", "/swagger-ui-bundle.js", "/favicon-32x32.png"]);

/** The page loads its parts from here, because the content policy allows no other host and no script in the page. */
export const docsPage = (): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Cordboard API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="/api/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `window.SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });\n`;

/** The parts of the page, below `/api/docs/`. */
export function docsFiles(): RequestHandler {
  const files = serveStatic(folder(), { index: false, redirect: false, fallthrough: true });
  return (request, response, next) => {
    if (request.path === "/start.js") return void response.type("text/javascript").send(START);
    if (!FILES.has(request.path)) return next();
    return files(request, response, next);
  };
}
