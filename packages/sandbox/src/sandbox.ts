import type { StepCode } from "@cordboard/contract";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { z } from "zod";
import { PRELUDE } from "./prelude.ts";
import { OUTPUT_CHARACTERS, type Program, type Ran } from "./program.ts";

/** Each run has a heap of its own; nothing stays from one to the next. */
export type Sandbox = (program: Program) => Ran;

/** A stack that fits well into the one of WebAssembly, on every machine. */
const STACK_BYTES = 256 * 1024;
const LOG = { lines: 100, characters: 1_000 };
/** How the code is called in messages and stacks. */
const FILE = "code";

const told = z.union([
  z.object({ ok: z.literal(true), exit: z.string().nullable(), outputs: z.record(z.string(), z.json()), log: z.array(z.string()) }),
  z.object({ ok: z.literal(false), name: z.string(), message: z.string(), stack: z.string(), log: z.array(z.string()) }),
]);

/** Where the module's own memory begins: below it, nothing of it works. */
const FIRST_PAGES = 256;
const PAGE_BYTES = 64 * 1024;

/**
 * `clock`: monotonic ms. The time a program may take is looked at between its instructions; one that spends it inside a single
 * built-in function is stopped late, so whoever needs an end to it runs this in a thread that can be ended.
 * `memoryBytes`: what programs may use, beside what the sandbox needs itself. It is a limit of the WebAssembly memory: the one
 * that QuickJS has of its own counts nothing here.
 */
export async function createSandbox(clock: () => number, memoryBytes: number): Promise<Sandbox> {
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: FIRST_PAGES + Math.ceil(memoryBytes / PAGE_BYTES) });
  const module = await newQuickJSWASMModuleFromVariant(asSyncVariant(newVariant(asSyncVariant(variant), { wasmMemory })));
  return (program) => run(module, program, clock);
}

/** The package's types describe its CommonJS half; what is loaded is the other one. */
function asSyncVariant(loaded: unknown): QuickJSSyncVariant {
  if (typeof loaded === "object" && loaded !== null && "type" in loaded && loaded.type === "sync") return loaded as QuickJSSyncVariant;
  throw new Error("The sandbox's WebAssembly module is not the one that was built for.");
}

function run(module: QuickJSWASMModule, program: Program, clock: () => number): Ran {
  const runtime = module.newRuntime();
  const until = clock() + program.timeoutMs;
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => clock() > until);
  const vm = runtime.newContext();
  try {
    return inside(vm, program);
  } finally {
    vm.dispose();
    runtime.dispose();
  }
}

function inside(vm: QuickJSContext, { code, inputs, now, seed, timeoutMs, memoryBytes }: Program): Ran {
  const budget = { timeoutMs, memoryBytes };
  const kept: QuickJSHandle[] = [];
  const keep = (handle: QuickJSHandle): QuickJSHandle => (kept.push(handle), handle);
  try {
    const prelude = vm.evalCode(PRELUDE, "cordboard");
    if (prelude.error) return refused(vm, keep(prelude.error), budget);
    const given = [vm.newNumber(now), vm.newString(seed), vm.newNumber(LOG.lines), vm.newNumber(LOG.characters)].map(keep);
    const driver = vm.callFunction(keep(prelude.value), vm.undefined, ...given);
    if (driver.error) return refused(vm, keep(driver.error), budget);
    keep(driver.value);
    // On one line with the author's first, so that lines are counted as the author counts them.
    const compiled = vm.evalCode(`(function (inputs, outputs, console) {${code}\n})`, FILE);
    if (compiled.error) return refused(vm, keep(compiled.error), budget);
    const result = vm.callFunction(driver.value, vm.undefined, keep(compiled.value), keep(vm.newString(JSON.stringify(inputs))));
    if (result.error) return refused(vm, keep(result.error), budget);
    return read(vm.getString(keep(result.value)), budget);
  } finally {
    for (const handle of kept) handle.dispose();
  }
}

type Budget = Pick<Program, "timeoutMs" | "memoryBytes">;

function read(text: string, budget: Budget): Ran {
  if (text.length > OUTPUT_CHARACTERS)
    return failed("code_failed", `The outputs are larger than ${OUTPUT_CHARACTERS / 1024} kB; keep less of them.`);
  const result = told.safeParse(JSON.parse(text));
  if (!result.success) return failed("code_failed", "The outputs are not plain data.");
  return result.data.ok ? result.data : { ...judged(result.data, budget), log: result.data.log };
}

/** Thrown where the driver could not catch it: while the code was read, or because its time was over. */
function refused(vm: QuickJSContext, error: QuickJSHandle, budget: Budget): Ran {
  const dumped: unknown = vm.dump(error);
  // There was not even room for an error.
  if (dumped === null || dumped === undefined) return outOfMemory(budget);
  const text = (key: string): string => (typeof dumped === "object" && dumped !== null ? String(Reflect.get(dumped, key) ?? "") : "");
  return judged({ name: text("name"), message: text("message"), stack: text("stack") }, budget);
}

function judged({ name, message, stack }: { name: string; message: string; stack: string }, { timeoutMs, memoryBytes }: Budget): Ran {
  if (name === "InternalError" && message === "interrupted") return timedOut(timeoutMs);
  if (name === "InternalError" && message === "out of memory") return outOfMemory({ memoryBytes });
  const line = new RegExp(`\\b${FILE}:(\\d+)`).exec(stack)?.[1];
  return failed("code_failed", `${name ? `${name}: ` : ""}${message.slice(0, 500)}${line ? ` (line ${line})` : ""}`);
}

const outOfMemory = ({ memoryBytes }: Pick<Budget, "memoryBytes">): Ran =>
  failed("code_memory", `The code used more than ${Math.round(memoryBytes / 1024 / 1024)} MB.`);

const timedOut = (timeoutMs: number): Ran => failed("code_timeout", `The code was not done within ${timeoutMs} ms.`);

const failed = (code: StepCode, message: string): Ran => ({ ok: false, error: { code, message }, log: [] });
