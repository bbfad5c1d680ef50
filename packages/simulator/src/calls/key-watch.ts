/** Longest run of keys that is remembered; patterns are a few keys long. */
const KEPT_KEYS = 64;

/** Watches keys for `digitsMatch`, a comma list of patterns: each one completed is told, and the count begins again. */
export function keyWatch(patterns: string | undefined, matched: (pattern: string) => void): (key: string) => void {
  const wanted = patterns?.split(",") ?? [];
  let pressed = "";
  return (key) => {
    pressed = (pressed + key).slice(-KEPT_KEYS);
    const match = wanted.find((pattern) => pressed.endsWith(pattern));
    if (match === undefined) return;
    pressed = "";
    matched(match);
  };
}
