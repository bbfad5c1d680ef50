/**
 * Keys and what they do.
 *
 *   keys     as a table writes them      chord     a press, as one text
 *   chosen   what an author of this browser gave to a command instead
 */
export * from "./bindings.ts";
export * from "./chord.ts";
