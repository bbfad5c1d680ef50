/**
 * Where a link within `docs/` leads on screen. `from`: the folder of the page that holds it, below `docs`, without slashes
 * at its ends. Null: outside of what Cordboard brings along.
 */
export function helpAddress(from: string, target: string): string | null {
  const { pathname, hash, origin } = new URL(target, `https://docs.invalid/docs/${from === "" ? "" : `${from}/`}`);
  const path = /^\/docs\/(.+)\.md$/.exec(pathname)?.[1];
  return origin !== "https://docs.invalid" || path === undefined || /^(developers|decisions)\//.test(path) ? null : `/help/${path}${hash}`;
}

/** The name of a heading in an address, as code hosts make it. */
export const headingId = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
