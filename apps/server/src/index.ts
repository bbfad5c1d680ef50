/**
 * The server as a library: for the program in `main.ts`, for tests and for the command line.
 *
 *   settings   everything that the environment says       app   store, runtime, carrier doors and API, composed
 */
export { defaultPaths, startCordboard, type AppPaths, type Cordboard } from "./app.ts";
export { readSettings, type Settings } from "./settings.ts";
