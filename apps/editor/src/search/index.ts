/**
 * Finding by what stands somewhere.
 *
 *   hit    a place of a flow where the text stands (@cordboard/flow, findInFlow)
 */
export { FindBar } from "./find-bar.tsx";
