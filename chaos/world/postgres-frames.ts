/**
 * Reads what a client says to PostgreSQL (protocol 3.0: a type byte, four bytes of length, the rest), far enough to see
 * that something written is about to be committed. To be fed from a connection's first byte on, in whatever pieces it
 * comes; the first message of a connection has no type byte.
 *
 *   Query "BEGIN" … Query "COMMIT"                           the COMMIT ends it
 *   Parse "INSERT …", Bind, Execute, Sync  outside of those  the Sync ends it
 */
const HEADER = 5;
/** Of a Bind: names of portal and statement. */
const HEAD = 200;

export class FrontendReader {
  #rest = Buffer.alloc(0);
  #skip = 0;
  #started = false;
  #inTransaction = false;
  #wrote = false;
  /** Prepared statements by name, and whether they write. */
  readonly #writes = new Map<string, boolean>();

  /** True when this piece ends a transaction that writes. */
  push(chunk: Buffer): boolean {
    let ends = false;
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    while (data.length > 0) {
      if (this.#skip > 0) {
        const taken = Math.min(this.#skip, data.length);
        this.#skip -= taken;
        data = data.subarray(taken);
        continue;
      }
      const header = this.#started ? HEADER : HEADER - 1;
      if (data.length < header) break;
      const type = this.#started ? String.fromCharCode(data[0] ?? 0) : "";
      const length = data.readInt32BE(header - 4) - 4;
      const needed = type === "P" || type === "Q" ? length : Math.min(length, HEAD);
      if (data.length < header + needed) break;
      if (this.#take(type, data.toString("latin1", header, header + needed))) ends = true;
      this.#started = true;
      this.#skip = length - needed;
      data = data.subarray(header + needed);
    }
    this.#rest = Buffer.from(data);
    return ends;
  }

  #take(type: string, body: string): boolean {
    const [first = "", second = ""] = body.split("\0", 2);
    if (type === "Q") return this.#query(first);
    if (type === "P") this.#writes.set(first, isWrite(second));
    if (type === "B" && this.#writes.get(second)) this.#wrote = true;
    if (type !== "S" || this.#inTransaction) return false;
    return this.#end();
  }

  #query(sql: string): boolean {
    if (isWrite(sql)) this.#wrote = true;
    if (/^\s*(?:begin|start\s+transaction)\b/i.test(sql)) this.#inTransaction = true;
    if (/(?:^|;)\s*(?:commit|end|rollback)\b/i.test(sql)) this.#inTransaction = false;
    return this.#inTransaction ? false : this.#end();
  }

  #end(): boolean {
    const wrote = this.#wrote;
    this.#wrote = false;
    return wrote;
  }
}

const isWrite = (sql: string): boolean =>
  /\b(?:insert|update|delete)\b(?!\s+of\b)/i.test(sql.replace(/for\s+(?:no\s+key\s+)?update/gi, ""));
