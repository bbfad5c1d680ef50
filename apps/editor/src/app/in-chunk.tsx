import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loaded } from "./loaded.tsx";
import { queryClient } from "./query-client.ts";

export interface InChunk<Props extends object> {
  (props: Props): ReactNode;
  /** Fetches the code, so that it is there when it is wanted. */
  preload: () => Promise<void>;
}

/** What a chunk brings, fetched once. */
export const chunkQuery = <Module, Part>(name: string, load: () => Promise<Module>, pick: (module: Module) => Part) => ({
  queryKey: ["chunk", name],
  queryFn: async () => pick(await load()),
  staleTime: Infinity,
  gcTime: Infinity,
});

/**
 * A component in a chunk of its own. Not React.lazy where people wait for it: React holds back what replaces a fallback for 300 ms,
 * and a page within a page waits twice. A chunk that can't be fetched is said as any answer that failed, with another try.
 */
export function inChunk<Module, Props extends object>(
  name: string,
  load: () => Promise<Module>,
  pick: (module: Module) => (props: Props) => ReactNode,
): InChunk<Props> {
  const query = chunkQuery(name, load, pick);
  const Here: InChunk<Props> = (props) => {
    const chunk = useQuery(query);
    return <Loaded query={chunk}>{(Component) => <Component {...props} />}</Loaded>;
  };
  Here.preload = () => queryClient.prefetchQuery(query);
  return Here;
}
