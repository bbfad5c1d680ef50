/** Refusals of `/sim`: `{error: {code, message}}` with a status. */
export class SimError extends Error {
  override name = "SimError";
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
