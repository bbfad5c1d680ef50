/**
 * A flow for people who don't have Cordboard: as a file, as a picture, on paper.
 *
 *   drawing   the whole board as one SVG that needs nothing else      paper   the light theme's colours as plain RGB
 */
export { drawFlow, type Drawing, type PaperColours } from "./draw-flow.ts";
export { paperColours } from "./paper-colours.ts";
export { pngOf } from "./png-of.ts";
export { withoutMarks } from "./without-marks.ts";
export { fileName, saveFile } from "./save-file.ts";
