/** Tests that do nothing but compute, for minutes. `npm test` has them beside the storms, which mostly wait; paths from the root. */
export const COMPUTING = ["apps/server/simulation/**/*.test.ts", "packages/testing/src/fuzz/**/*.test.ts"];
