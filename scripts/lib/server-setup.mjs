// Global setup of tests that start the server as a process: they start what a user starts.
import { buildServer } from "./server-bundle.mjs";

export default async function setup() {
  if (!(await buildServer())) throw new Error("The server could not be bundled; the message is above.");
}
