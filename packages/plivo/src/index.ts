export type { Verb } from "./verbs.ts";
