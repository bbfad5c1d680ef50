import { existsSync } from "node:fs";
import { join } from "node:path";
import { type RequestHandler, static as serveStatic } from "express";
import type { Deps } from "./deps.ts";
import { signInPage } from "./sign-in-page.ts";

const NOT_BUILT = "The editor is not built. Run `npm start`, which builds it.\n";

/**
 * The built editor, for people who are signed in. Files with a hash in their name never change; the page itself is asked
 * for each time. Every other address of the site is the page: the editor has its own routes.
 */
export function editorFiles({ settings, auth }: Deps): RequestHandler {
  const { editorDir } = settings;
  const files = editorDir && serveStatic(join(editorDir, "assets"), { index: false, redirect: false, immutable: true, maxAge: "1y" });
  const others = editorDir && serveStatic(editorDir, { index: false, redirect: false, maxAge: 0 });
  const page = editorDir && join(editorDir, "index.html");

  return async (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const actor = await auth.actorOf(request, request.ip ?? "");
    if (actor.kind === "nobody")
      return void response.status(401).set("cache-control", "no-store").type("html").send(signInPage("You are not signed in."));
    if (!files || !others || !page || !existsSync(page)) return void response.status(404).type("text").send(NOT_BUILT);
    if (request.path.startsWith("/assets/")) {
      request.url = request.url.slice("/assets".length);
      return files(request, response, next);
    }
    return others(request, response, () => {
      if (/\.\w+$/.test(request.path)) return next();
      response.set("cache-control", "no-cache").sendFile(page);
    });
  };
}
