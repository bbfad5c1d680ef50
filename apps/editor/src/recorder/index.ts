/**
 * Turns a test run that somebody played by hand into a flow test that plays it again.
 *
 *   recording   all that is known of the run: its steps, its calls word by word, its texts, how it began
 *   act         something that happened at a telephone, as a step of a flow test, with its time
 */
export { fetchRecording } from "./fetch-recording.ts";
export { testOf, type Recording } from "./test-of.ts";
