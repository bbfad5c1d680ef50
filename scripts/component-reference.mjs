// Writes docs/components/ from manifests, READMEs and refused configs. A test of @cordboard/testing holds it to what is committed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { componentPages } from "@cordboard/testing";

const FOLDER = fileURLToPath(new URL("../docs/components", import.meta.url));
const pages = componentPages();
mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of pages) writeFileSync(join(FOLDER, name), text);
for (const name of readdirSync(FOLDER)) if (!pages.has(name)) rmSync(join(FOLDER, name));
console.log(`docs/components: ${pages.size} pages`);
