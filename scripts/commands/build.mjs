// npm run build: installs and builds, and starts nothing: for a service that starts the server itself (docs/operators/service.md).
import { buildEditor } from "../lib/build.mjs";
import { say, stop } from "../lib/toolchain.mjs";

export default async function build() {
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  say(`Everything is built. The server starts with:\n  ${process.execPath} --disable-proto=delete apps/server/src/main.ts`);
}
