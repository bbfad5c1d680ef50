/** Area codes whose numbers any guard takes for ordinary ones. */
const AREAS = ["212", "213", "214", "303", "305", "312", "404", "415", "503", "512", "602", "617", "702", "713", "808", "917"];

/** Nobody is met twice: a number found in the ledger belongs to one run. */
export class People {
  #count: number;

  constructor(first = 0) {
    this.#count = first;
  }

  /** E.164. */
  next(): string {
    const i = this.#count++;
    const area = AREAS[i % AREAS.length] ?? "212";
    const rest = Math.floor(i / AREAS.length);
    // Exchanges 220 to 298 are all ordinary ones.
    const exchange = 220 + (Math.floor(rest / 10_000) % 79);
    return `+1${area}${exchange}${String(rest % 10_000).padStart(4, "0")}`;
  }
}
