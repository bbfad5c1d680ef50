import type { Json, JsonObject } from "@cordboard/contract";

/** The value itself if it is a group of values, else none. */
export const objectOr = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
