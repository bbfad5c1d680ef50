import { createSandbox, type Sandbox } from "@cordboard/sandbox";

/** More than any step may ask for. */
const MEMORY_BYTES = 64 * 1024 * 1024;

let made: Promise<Sandbox> | null = null;

/** Where code runs in tests and in `play`: at once, so that virtual time doesn't go on meanwhile. Made once. */
export const testSandbox = (): Promise<Sandbox> => (made ??= createSandbox(() => performance.now(), MEMORY_BYTES));
