import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { StepMarks } from "./runtime/step-marks.ts";

/*
 * One small file per process, `<pid>-<any>.mark`, that holds the subject of the step which is being computed. A write to it
 * is in the memory of the system at once, so it outlives the process however that dies; what a power cut takes with it is
 * no run's fault.
 */
const SIZE = 256;
const NAME = /^(\d+)-[\w-]+\.mark$/;

/** Marks of this process in `folder`, which is made; processes that share it have each their own file. */
export function openStepMarks(folder: string): StepMarks & { close: () => void } {
  mkdirSync(folder, { recursive: true });
  const dead = readdirSync(folder)
    .filter((name) => isDead(Number(NAME.exec(name)?.[1] ?? 0)))
    .map((name) => join(folder, name));
  const own = join(folder, `${process.pid}-${randomUUID()}.mark`);
  const file = openSync(own, "w", 0o600);
  const record = Buffer.alloc(SIZE, " ");
  const mark = (subject: string): void => {
    record.fill(" ").write(subject, 0, SIZE, "utf8");
    writeSync(file, record, 0, SIZE, 0);
  };
  return {
    during: (subject, compute) => {
      mark(subject);
      try {
        return compute();
      } finally {
        mark("");
      }
    },
    left: () => dead.map((name) => readFileSync(name, "utf8").trim()).filter((subject) => subject !== ""),
    forget: () => {
      for (const name of dead.splice(0)) rmSync(name, { force: true });
    },
    close: () => {
      closeSync(file);
      rmSync(own, { force: true });
    },
  };
}

/** In a container the process after a dead one has the same number as it. */
function isDead(pid: number): boolean {
  if (pid === 0) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Somebody else's process lives too.
    return !(error instanceof Error && "code" in error && error.code === "EPERM");
  }
}
