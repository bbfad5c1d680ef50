/**
 * The handset: any outside phone there is, on screen.
 *
 *   line    one leg that ends at an outside phone; `mine` when this tab dialled or answered it
 *   from    the outside number the handset stands for        to    a number of the account, or the draft on the board
 *
 * Here is what every page needs of it; what is drawn (handset.tsx, from-field.tsx) is fetched by those who show it.
 */
export { tryFrom } from "./actions.ts";
export { callNumber } from "./call-number.ts";
export { openPhone, makeRoom, registerDraft, usePhone, type Draft } from "./phone-store.ts";
export { useRunOnHandset } from "./use-run-of-call.ts";
