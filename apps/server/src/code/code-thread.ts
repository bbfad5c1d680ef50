import { parentPort } from "node:worker_threads";
import { createSandbox, type Program } from "@cordboard/sandbox";

/* A thread that runs one program after another, each in a memory of its own; see code-runner.ts. */
parentPort?.on("message", (program: Program) => void run(program));

async function run(program: Program): Promise<void> {
  const sandbox = await createSandbox(() => performance.now(), program.memoryBytes);
  parentPort?.postMessage(sandbox(program));
}
