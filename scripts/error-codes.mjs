// Writes docs/developers/error-codes.md from the tables in the code; with --check it only says whether the page is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { API_ERRORS } from "../packages/api/src/errors.ts";
import { CARRIER_REFUSALS } from "../apps/server/src/carrier/refusals.ts";
import { BACKUP_ERRORS, STARTUP_ERRORS, STARTUP_WARNINGS } from "../apps/server/src/startup-errors.ts";
import { RUN_CODES, STEP_CODES } from "../packages/contract/src/errors.ts";

const FILE = new URL("../docs/developers/error-codes.md", import.meta.url);

const table = (rows) => {
  const [head = [], ...rest] = rows;
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rest.map(line)].join("\n");
};
const meanings = (codes) => table([["Code", "Meaning"], ...Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, meaning])]);
const refusals = (codes) =>
  table([["Code", "Status", "Meaning"], ...Object.entries(codes).map(([code, [status, meaning]]) => [`\`${code}\``, status, meaning])]);

const page = `# Error codes

Codes are stable; messages may change. This page is written from the code by \`node scripts/error-codes.mjs\`.

## The API

Answered as \`{ "error": { "code", "message", "details": [ { "path", "code", "message" } ] } }\` (\`packages/api/src/errors.ts\`). A code that
is not in this table names a flaw in what was sent, and comes with status 400. The PHLO-compatible doors answer
\`{ "api_id", "error" }\` with 400, 401, 404 or 429.

${refusals(API_ERRORS)}

## Runs

\`reason.code\` of a run that did not end at an End (\`packages/contract/src/errors.ts\`).

${meanings(RUN_CODES)}

## Steps

\`error.code\` of a step that left by \`failed\`, and \`{{ <NodeName>.error.code }}\` in a flow (\`packages/contract/src/errors.ts\`).

${meanings(STEP_CODES)}

## The carrier's doors

What a webhook is answered instead of XML: \`{ "error": { "code", "message" } }\` (\`apps/server/src/carrier/refusals.ts\`).

${refusals(CARRIER_REFUSALS)}

## Starting the server

One line on the terminal, and exit code 1 (\`apps/server/src/startup-errors.ts\`).

${meanings(STARTUP_ERRORS)}

On the log, level \`warn\`; the start goes on:

${meanings(STARTUP_WARNINGS)}

## Backups

\`npx cordboard backup\` and \`restore\`: one line on the terminal, and exit code 1.

${meanings(BACKUP_ERRORS)}

## Issues of a flow

\`POST /api/flows/validate\` and publishing name each flaw with a level, a code, a message that says what to do, and its place
(node, field or exit). Those of the document come from \`packages/flow/src/check/\`, those of a component from the \`check\` of its manifest.
`;

if (process.argv.includes("--check")) {
  if (readFileSync(FILE, "utf8") !== page) {
    console.error("docs/developers/error-codes.md is stale; run: node scripts/error-codes.mjs");
    process.exit(1);
  }
} else writeFileSync(FILE, page);
