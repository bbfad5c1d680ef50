const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `5s`, `10m`, … */
export function durationMs(text: string): number {
  const [, amount = "0", unit = "s"] = /^([\d.]+)\s*(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
