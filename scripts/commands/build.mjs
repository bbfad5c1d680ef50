// npm run build: installs and builds, and starts nothing: for a service that starts the server itself (docs/operators/service.md).
import { buildAll } from "../lib/build.mjs";
import { say } from "../lib/toolchain.mjs";

export default async function build() {
  await buildAll();
  say(`Everything is built. The server starts with:\n  ${process.execPath} --disable-proto=delete apps/server/dist/main.mjs`);
}
