// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";

/** `--name: light-dark(oklch(L C H), oklch(L C H));` → the pair, opaque tokens only. */
function tokens(): Map<string, Record<Theme, number>> {
  const found = new Map<string, Record<Theme, number>>();
  const pattern = /--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/g;
  for (const [, name = "", light = "", dark = ""] of css.matchAll(pattern)) {
    found.set(name, { light: luminance(light), dark: luminance(dark) });
  }
  return found;
}

/** Relative luminance (WCAG) of an OKLCH colour, by way of linear sRGB clipped to the screen's range. */
function luminance(oklch: string): number {
  const [l = 0, c = 0, h = 0] = oklch.split(" ").map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ];
  const [p, q, r] = [x ** 3, y ** 3, z ** 3];
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * p - 3.3077115913 * q + 0.2309699292 * r);
  const green = clip(-1.2684380046 * p + 2.6097574011 * q - 0.3413193965 * r);
  const blue = clip(-0.0041960863 * p - 0.7034186147 * q + 1.707614701 * r);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const all = tokens();
function contrast(front: string, back: string, theme: Theme): number {
  const [one, two] = [all.get(front)?.[theme], all.get(back)?.[theme]];
  if (one === undefined || two === undefined) throw new Error(`no token ${front} or ${back}`);
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

const GROUNDS = ["board", "surface", "raised"];
const TINTS = ["start", "call", "input", "message", "logic", "integration"];
const TEXT: [string, string[]][] = [
  ["ink", GROUNDS],
  ["muted", GROUNDS],
  ["brass", [...GROUNDS, "brass-soft"]],
  ["danger", [...GROUNDS, "danger-soft"]],
  ["warning", [...GROUNDS, "warning-soft"]],
  ["ok", [...GROUNDS, "ok-soft"]],
  ["on-brass", ["brass", "brass-hover"]],
  ["on-danger", ["danger", "danger-hover"]],
  ["on-tint", TINTS],
  ...TINTS.map((tint): [string, string[]] => [tint, ["surface"]]),
];
const SHAPES: [string, string[]][] = [
  ["control", GROUNDS],
  ["brass", GROUNDS],
  ...TINTS.map((tint): [string, string[]] => [tint, ["board"]]),
];

describe.each(["light", "dark"] as const)("contrast in the %s theme", (theme) => {
  it.each(TEXT.flatMap(([front, backs]) => backs.map((back) => [front, back] as const)))(
    "text %s on %s is at least 4.5:1",
    (front, back) => {
      expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(SHAPES.flatMap(([front, backs]) => backs.map((back) => [front, back] as const)))("%s on %s is at least 3:1", (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3);
  });
});
