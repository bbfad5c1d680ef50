/** `up.mjs` has installed everything by now. */
export default async function installed() {}
