import { z } from "zod";

const KINDS = ["drop", "delayMs", "duplicate", "status429", "status5xx", "acceptThenDrop", "shuffleCallbacks"] as const;
export type FaultKind = (typeof KINDS)[number];
export type FaultSide = "rest" | "webhooks";

const rule = z.strictObject({
  /** Share of the matching requests that it hits, 0 to 1. */
  rate: z.number().min(0).max(1).optional(),
  /** How many it hits before it ends by itself. */
  count: z.int().min(0).optional(),
  /** `delayMs` and `shuffleCallbacks`: how long; `status5xx`: which status; `status429`: its Retry-After in seconds. */
  value: z.number().min(0).optional(),
  on: z.enum(["rest", "webhooks", "both"]).optional(),
  /** Only requests whose path (REST) or URL (webhooks) contains this. */
  path: z.string().optional(),
  method: z.string().optional(),
  /** `delayMs`: before it is done, or after it is done and before the answer. */
  when: z.enum(["before", "after"]).optional(),
});

const setting = z.union([z.boolean(), z.number().min(0), rule]);
const shape = Object.fromEntries(KINDS.map((kind) => [kind, setting.optional()]));

/** `{ "acceptThenDrop": { "rate": 1, "count": 1, "path": "/Message/" }, "delayMs": 300 }`; `rate` and `count` beside the kinds count for all. */
const faultsBody = z.strictObject({ ...shape, rate: rule.shape.rate, count: rule.shape.count });

export interface Fault {
  kind: FaultKind;
  rate: number;
  left: number;
  value: number;
  on: FaultSide | "both";
  path: string;
  method: string;
  when: "before" | "after";
  hits: number;
}

const DEFAULT_VALUE: Record<FaultKind, number> = {
  drop: 0,
  delayMs: 1_000,
  duplicate: 1,
  status429: 1,
  status5xx: 503,
  acceptThenDrop: 0,
  shuffleCallbacks: 2_000,
};

const DEFAULT_SIDE: Record<FaultKind, FaultSide | "both"> = {
  drop: "rest",
  delayMs: "both",
  duplicate: "webhooks",
  status429: "rest",
  status5xx: "rest",
  acceptThenDrop: "rest",
  shuffleCallbacks: "webhooks",
};

/** Trouble made on purpose. Each kind has at most one rule; setting it again replaces it, `false` or 0 ends it. */
export class Faults {
  readonly #faults = new Map<FaultKind, Fault>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  set(body: unknown): z.ZodError | null {
    const parsed = faultsBody.safeParse(body);
    if (!parsed.success) return parsed.error;
    const settings = new Map(Object.entries(parsed.data));
    for (const kind of KINDS) {
      const given = setting.optional().safeParse(settings.get(kind)).data;
      if (given === undefined) continue;
      const fault = toFault(kind, given, parsed.data);
      if (fault.rate === 0 || fault.left === 0) this.#faults.delete(kind);
      else this.#faults.set(kind, fault);
    }
    return null;
  }

  clear(): void {
    this.#faults.clear();
  }

  list(): Fault[] {
    return [...this.#faults.values()];
  }

  /** The fault to suffer now, if this kind hits; a hit uses up one of its `count`. */
  hit(kind: FaultKind, side: FaultSide, method: string, path: string): Fault | null {
    const fault = this.#faults.get(kind);
    if (!fault || (fault.on !== "both" && fault.on !== side)) return null;
    if (!path.includes(fault.path) || (fault.method && fault.method !== method)) return null;
    if (fault.rate < 1 && this.#random() >= fault.rate) return null;
    fault.hits++;
    fault.left--;
    if (fault.left <= 0) this.#faults.delete(kind);
    return fault;
  }
}

/** A bare number is the length of a delay, else a rate up to 1, else a count. */
function toFault(kind: FaultKind, given: z.infer<typeof setting>, all: { rate?: number | undefined; count?: number | undefined }): Fault {
  const long = kind === "delayMs" || kind === "shuffleCallbacks";
  const options: z.infer<typeof rule> =
    typeof given === "object"
      ? given
      : typeof given === "boolean"
        ? given
          ? {}
          : { rate: 0 }
        : long
          ? { value: given, ...(given === 0 && { rate: 0 }) }
          : given <= 1
            ? { rate: given }
            : { count: Math.round(given) };
  return {
    kind,
    rate: options.rate ?? all.rate ?? 1,
    left: options.count ?? all.count ?? Infinity,
    value: options.value ?? DEFAULT_VALUE[kind],
    on: options.on ?? DEFAULT_SIDE[kind],
    path: options.path ?? "",
    method: options.method?.toUpperCase() ?? "",
    when: options.when ?? "before",
    hits: 0,
  };
}
