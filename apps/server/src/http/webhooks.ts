import type { Deps } from "./deps.ts";
import type { Some } from "./handler.ts";

/** What receivers of posted events need. */
export const webhookHandlers = ({ eventSecret }: Deps): Some<"eventSigningSecret"> => ({
  eventSigningSecret: () => Promise.resolve({ secret: eventSecret }),
});
