/**
 * Arrays in PostgreSQL's binary format, as parameters of `unnest`: written once, not escaped and parsed character by
 * character. Source: `array_send` and `array_recv` in src/backend/utils/adt/arrayfuncs.c.
 */
const TEXT = 25;
const INT8 = 20;
/** Dimensions, null flag, element type; then length and lower bound of the one dimension. 4 bytes each. */
const HEADER_BYTES = 20;

export function textArray(values: readonly (string | null)[]): Buffer {
  let bytes = HEADER_BYTES;
  for (const value of values) bytes += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const buffer = header(Buffer.allocUnsafe(bytes), TEXT, values);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const written = value === null ? 0 : buffer.write(value, offset + 4);
    buffer.writeInt32BE(value === null ? -1 : written, offset);
    offset += 4 + written;
  }
  return buffer;
}

/** Whole numbers up to 2^53, as int8. */
export function int8Array(values: readonly (number | null)[]): Buffer {
  const nulls = values.reduce<number>((n, value) => (value === null ? n + 1 : n), 0);
  const buffer = header(Buffer.allocUnsafe(HEADER_BYTES + values.length * 12 - nulls * 8), INT8, values);
  let offset = HEADER_BYTES;
  for (const value of values) {
    offset = buffer.writeInt32BE(value === null ? -1 : 8, offset);
    if (value === null) continue;
    // Two halves: as a BigInt it would cost an object.
    offset = buffer.writeInt32BE(Math.floor(value / 2 ** 32), offset);
    offset = buffer.writeUInt32BE(value % 2 ** 32 < 0 ? (value % 2 ** 32) + 2 ** 32 : value % 2 ** 32, offset);
  }
  return buffer;
}

function header(buffer: Buffer, type: number, values: readonly (string | number | null)[]): Buffer {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
