import type { FlowDocument } from "@cordboard/flow";
import { withoutMarks } from "./without-marks.ts";
import { CARD, drawn, faceLines, pathAlong, type CardNode, type CordEdge, type NoteNode } from "../canvas/drawn.ts";

/** Colours that a drawing needs, by the names of the look's tokens. */
export const PAPER = [
  "surface",
  "raised",
  "line",
  "ink",
  "muted",
  "brass-soft",
  "on-tint",
  "control",
  "start",
  "call",
  "input",
  "message",
  "logic",
  "integration",
] as const;
export type PaperColours = (token: (typeof PAPER)[number]) => string;

export interface Drawing {
  svg: string;
  /** px. */
  width: number;
  height: number;
}

const MARGIN = 40;
const TITLE = 44;
/** px of a letter of 12 px Inter, a little more than it needs: text is cut here, no viewer does it. */
const LETTER = 6.6;

/** The whole flow as one SVG: cards, cords, notes and frames, as they lie on the board. */
export function drawFlow(document: FlowDocument, colours: PaperColours): Drawing {
  const { cards, notes, cords, box } = drawn(document);
  const width = Math.ceil(box.width + 2 * MARGIN);
  const height = Math.ceil(box.height + 2 * MARGIN + TITLE);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif" font-size="12">`,
    `<title>${escape(document.name)}</title>`,
    `<rect width="100%" height="100%" fill="${colours("surface")}"/>`,
    text(MARGIN, MARGIN + 6, document.name, { size: 20, weight: 600, fill: colours("ink") }),
    `<g transform="translate(${MARGIN - box.x} ${MARGIN + TITLE - box.y})">`,
    ...notes.filter(({ data }) => data.note.frame).map((note) => frame(note, colours)),
    ...cords.map(({ edge, way }) => cord(edge, pathAlong(way).d, colours)),
    ...notes.filter(({ data }) => !data.note.frame).map((note) => paper(note, colours)),
    ...cards.map((node) => card(node, colours)),
    "</g></svg>",
  ];
  return { svg: parts.join("\n"), width, height };
}

function card({ position: { x, y }, data }: CardNode, colours: PaperColours): string {
  const { view, shape } = data;
  const tint = colours(view.manifest?.group ?? "control");
  const face = faceLines(view).map((line, index) =>
    text(14, CARD.header + 14 + index * CARD.faceLine, cut(line, CARD.width - 28), { fill: colours(index === 0 ? "ink" : "muted") }),
  );
  const exits = shape.rows.map(
    ({ exit, y: at, wired }) =>
      text(CARD.width - 16, at + 4, cut(exit.key ? `${exit.key} ${exit.label}` : exit.label, CARD.width - 40), {
        fill: colours(wired ? "ink" : "muted"),
        anchor: "end",
      }) + `<circle cx="${CARD.width}" cy="${at}" r="5" fill="${colours(wired ? "ink" : "surface")}" stroke="${tint}" stroke-width="1.5"/>`,
  );
  const input = view.manifest?.entry
    ? ""
    : `<circle cx="0" cy="${CARD.inputY}" r="5" fill="${colours("surface")}" stroke="${tint}" stroke-width="1.5"/>`;
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${CARD.width}" height="${shape.height}" rx="10" fill="${colours("surface")}" stroke="${colours("line")}"/>`,
    `<rect x="10" y="10" width="6" height="20" rx="3" fill="${tint}"/>`,
    text(24, 19, cut(view.node.name, CARD.width - 40), { weight: 600, fill: colours("ink") }),
    text(24, 32, cut(view.manifest?.title ?? view.node.type, CARD.width - 40), { size: 10, fill: colours("muted") }),
    ...face,
    ...exits,
    input,
    "</g>",
  ].join("");
}

function cord({ data }: CordEdge, path: string, colours: PaperColours): string {
  return `<path d="${path}" fill="none" stroke="${colours(data?.group ?? "control")}" stroke-width="1.75"/>`;
}

function frame({ position: { x, y }, data: { note } }: NoteNode, colours: PaperColours): string {
  const box = `<rect x="${x}" y="${y}" width="${note.width}" height="${note.height}" rx="10" fill="${colours("raised")}" stroke="${colours("line")}"/>`;
  return box + text(x + 14, y + 22, cut(note.text, note.width - 28), { weight: 600, fill: colours("ink") });
}

function paper({ position: { x, y }, data: { note } }: NoteNode, colours: PaperColours): string {
  const lines = wrap(withoutMarks(note.text), note.width - 24).slice(0, Math.max(1, Math.floor((note.height - 16) / 16)));
  const box = `<rect x="${x}" y="${y}" width="${note.width}" height="${note.height}" rx="8" fill="${colours("brass-soft")}"/>`;
  return box + lines.map((line, index) => text(x + 12, y + 20 + index * 16, line, { fill: colours("ink") })).join("");
}

interface Look {
  fill: string;
  size?: number;
  weight?: number;
  anchor?: "end";
}

function text(x: number, y: number, words: string, { fill, size, weight, anchor }: Look): string {
  const look = [size && ` font-size="${size}"`, weight && ` font-weight="${weight}"`, anchor && ` text-anchor="${anchor}"`].filter(Boolean);
  return `<text x="${x}" y="${y}" fill="${fill}"${look.join("")}>${escape(words)}</text>`;
}

function cut(words: string, width: number): string {
  const most = Math.floor(width / LETTER);
  const letters = Array.from(words.replace(/\s+/g, " "));
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;
}

/** Lines of whole words that fit. */
function wrap(words: string, width: number): string[] {
  const most = Math.max(1, Math.floor(width / LETTER));
  return words.split("\n").flatMap((line) => {
    const lines = [""];
    for (const word of line.split(" ")) {
      const last = lines.at(-1) ?? "";
      if (last === "") lines[lines.length - 1] = word;
      else if (last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines.map((one) => cut(one, width));
  });
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Also what XML 1.0 can't hold at all goes out. */
function escape(words: string): string {
  return words
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}
