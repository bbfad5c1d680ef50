import { PAPER, type PaperColours } from "./draw-flow.ts";

/** The light theme's colours as `rgb(…)`, which every viewer knows: paper is white whatever the theme on screen. */
export function paperColours(): PaperColours {
  const probe = document.createElement("div");
  probe.className = "on-paper";
  document.body.append(probe);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    if (!context) return "black";
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red},${green},${blue})`;
  };
  const colours = Object.fromEntries(PAPER.map((token) => [token, read(token)]));
  probe.remove();
  return (token) => colours[token] ?? "black";
}
