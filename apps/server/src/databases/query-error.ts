import type { StepCode } from "@cordboard/contract";

/** Why a query came to nothing. `done: "no"`: nothing was changed; `"maybe"`: nobody can say. */
export class QueryError extends Error {
  override name = "QueryError";
  readonly code: StepCode;
  readonly done: "no" | "maybe";
  /** Another try may do better. */
  readonly again: boolean;
  constructor(code: StepCode, message: string, { done = "no", again = false }: { done?: "no" | "maybe"; again?: boolean } = {}) {
    super(message.slice(0, 500));
    this.code = code;
    this.done = done;
    this.again = again;
  }
}

/** What drivers' errors carry beside their message. */
export function driverError(error: unknown): { code: string; errno: number; message: string } {
  const field = (name: string): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined);
  const [code, errno] = [field("code"), field("errno")];
  return {
    code: typeof code === "string" ? code : "",
    errno: typeof errno === "number" ? errno : 0,
    message: error instanceof Error ? error.message : String(error),
  };
}
