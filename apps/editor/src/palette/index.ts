/**
 * The command palette: everything there is to do or to go to, by typing.
 *
 *   item     one line of it       source   what the page in front offers (usePaletteSource)
 *   used     what was done from it last, which comes first
 */
export { Palette, PALETTE } from "./palette.tsx";
export { openPalette, usePaletteSource, type PaletteItem } from "./palette-store.ts";
