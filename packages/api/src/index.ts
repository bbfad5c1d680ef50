/**
 * Cordboard's HTTP and WebSocket messages, for both sides.
 *
 *   route     one entry of ROUTES: method, path, who may call it, what it takes and answers
 *   client    calls routes by name, typed from the same table
 *   topic     what a WebSocket follows: `runs`, `run:<id>`, `flow:<id>`
 *   access    what a key or user needs: view, operate, edit, own
 */
export * from "./client.ts";
export * from "./errors.ts";
export * from "./live.ts";
export * from "./route.ts";
export * from "./routes.ts";
export * from "./schemas/account.ts";
export * from "./schemas/carrier.ts";
export * from "./schemas/common.ts";
export * from "./schemas/flows.ts";
export * from "./schemas/media.ts";
export * from "./schemas/phlo.ts";
export * from "./schemas/runs.ts";
export * from "./schemas/sending.ts";
export * from "./schemas/system.ts";
