import { LRUCache } from "lru-cache";
import type { CommitItem, CommitOutcome, Routing, RunWriter } from "../run-store.ts";

/** About 300 bytes each: the tokens of the calls that are under way. */
const KEPT = 50_000;

type Owner = NonNullable<Awaited<ReturnType<Routing["byToken"]>>>;

/**
 * A token belongs to one run and one effect for ever, so whoever has seen it once need not ask again. Most webhooks come to
 * the process that has just handed their token out.
 */
export function rememberTokens<Store extends Pick<Routing, "byToken"> & Pick<RunWriter, "commit">>(store: Store): Store {
  const owners = new LRUCache<string, Owner>({ max: KEPT });

  const note = ({ advance: { run, tokens, effects } }: CommitItem): void => {
    for (const token of tokens) owners.set(token, { runId: run.id, effectId: null, test: run.test });
    for (const { token, effect } of effects) owners.set(token, { runId: run.id, effectId: effect.id, test: run.test });
  };

  return {
    ...store,
    byToken: async (token) => {
      const known = owners.get(token);
      if (known) return known;
      const owner = await store.byToken(token);
      if (owner) owners.set(token, owner);
      return owner;
    },
    commit: async (items) => {
      const outcomes = await store.commit(items);
      items.forEach((item, i) => {
        if (isCommitted(outcomes[i])) note(item);
      });
      return outcomes;
    },
  };
}

const isCommitted = (outcome: CommitOutcome | Error | undefined): boolean =>
  outcome !== undefined && !(outcome instanceof Error) && outcome.kind === "committed";
