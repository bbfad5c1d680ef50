/**
 * What tests of a flow begin with, kept in the flow under names.
 *
 *   payload   a call, a text or an API request with its values, at the entry or at a step
 *   shelf     the payloads of the open flow, for those who don't have its document
 */
export { PayloadField, type PayloadFieldProps } from "./payload-field.tsx";
export { shelfOf, type PayloadShelf } from "./shelf.ts";
export { nested, textAt, type Typed } from "./values.ts";
