import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { Page } from "@playwright/test";

const source = readFileSync(new URL("in-page.ts", import.meta.url), "utf8");
const script = `(() => { ${stripTypeScriptTypes(source).replace("export function", "function")}; return findFlaws(); })()`;

/** Clipped words, overlaps and contrast under 4.5:1 of the page as it is now, a line each; `in-page.ts` says what they are. */
export const flawsOf = (page: Page): Promise<string[]> => page.evaluate<string[]>(script);
