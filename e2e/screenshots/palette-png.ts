import { crc32, deflateSync } from "node:zlib";
import { PNG } from "pngjs";

const COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** PNG (third edition) 11.2.1: a colour is an index into the palette, eight bits each. */
const INDEXED = { bitDepth: 8, colourType: 3 };

/**
 * The same picture with its 256 most frequent colours, in about 40 % of the bytes. A screen has few of them: beyond these are the
 * edges of letters, which take the nearest.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const colours = new Uint32Array(width * height).map((_, i) => data.readUIntBE(i * 4, 3));
  const palette = mostFrequent(colours);
  const nearest = indexIn(palette);
  // Each line begins with the kind of its filter; none suits indices best.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = nearest(colours[y * width + x] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = INDEXED.bitDepth;
  header[9] = INDEXED.colourType;
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function mostFrequent(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour);
}

function indexIn(palette: number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const found = known.get(colour) ?? closest(palette, colour);
    known.set(colour, found);
    return found;
  };
}

function closest(palette: number[], colour: number): number {
  const wanted = channels(colour);
  const distance = (one: number): number => channels(one).reduce((sum, value, i) => sum + (value - (wanted[i] ?? 0)) ** 2, 0);
  return palette.reduce((best, one, index) => (distance(one) < distance(palette[best] ?? 0) ? index : best), 0);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
