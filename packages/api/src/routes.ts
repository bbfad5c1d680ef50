import { accountRoutes } from "./routes/account.ts";
import { carrierRoutes } from "./routes/carrier.ts";
import { flowRoutes } from "./routes/flows.ts";
import { phloRoutes } from "./routes/phlo.ts";
import { runRoutes } from "./routes/runs.ts";
import { systemRoutes } from "./routes/system.ts";

/**
 * Every route of the product but the carrier's webhooks. The router, the OpenAPI description and the client are made from
 * this table, so a route that is not in it does not exist. `/api/live` and `/api/sim/live` are WebSockets (live.ts).
 */
export const ROUTES = { ...systemRoutes, ...flowRoutes, ...runRoutes, ...accountRoutes, ...carrierRoutes, ...phloRoutes };
export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
