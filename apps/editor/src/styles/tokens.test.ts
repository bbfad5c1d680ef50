// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";

type Tokens = Map<string, Record<Theme, number>>;

/** `--name: light-dark(oklch(L C H), oklch(L C H));` → the pair, opaque tokens only. */
function tokens(text: string): Tokens {
  const found: Tokens = new Map();
  const pattern = /--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/g;
  for (const [, name = "", light = "", dark = ""] of text.matchAll(pattern)) {
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
const [ordinary = "", high = ""] = css.split(':root[data-contrast="more"]');
const standard = tokens(ordinary);
const CONTRASTS: Record<"standard" | "high", { all: Tokens; text: number; shapes: number }> = {
  standard: { all: standard, text: 4.5, shapes: 3 },
  high: { all: new Map([...standard, ...tokens(high)]), text: 7, shapes: 4.5 },
};

function contrast(all: Tokens, front: string, back: string, theme: Theme): number {
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

const pairs = (of: [string, string[]][]): [string, string][] =>
  of.flatMap(([front, backs]) => backs.map((back): [string, string] => [front, back]));
const THEMES = (["light", "dark"] as const).flatMap((theme) => (["standard", "high"] as const).map((level) => [theme, level] as const));

describe.each(THEMES)("the %s theme in %s contrast", (theme, level) => {
  const { all, text, shapes } = CONTRASTS[level];
  it.each(pairs(TEXT))(`text %s on %s`, (front, back) => {
    expect(contrast(all, front, back, theme)).toBeGreaterThanOrEqual(text);
  });
  it.each(pairs(SHAPES))("shape %s on %s", (front, back) => {
    expect(contrast(all, front, back, theme)).toBeGreaterThanOrEqual(shapes);
  });
});

it("borders are seen in high contrast", () => {
  for (const theme of ["light", "dark"] as const) {
    for (const ground of GROUNDS) expect(contrast(CONTRASTS.high.all, "line", ground, theme)).toBeGreaterThanOrEqual(3);
  }
});
