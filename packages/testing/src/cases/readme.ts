import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { componentsFolder } from "./case-file.ts";

/** The help page of a component, or null. */
export function readReadme(type: string): string | null {
  const path = join(componentsFolder(), type, "README.md");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** The nodes shown in a page's ```json blocks. */
export const exampleNodes = (page: string): unknown[] =>
  [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => JSON.parse(text));
