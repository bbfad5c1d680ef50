import { useSearchParams } from "wouter";
import { useTyped } from "./use-typed.ts";

/** What is searched for in a list: in its address (`?text=`) too, so that a link leads to what is seen. */
export function useSearchText(): [string, (text: string) => void] {
  const [search, setSearch] = useSearchParams();
  return useTyped(search.get("text") ?? "", (text) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (text === "") after.delete("text");
        else after.set("text", text);
        return after;
      },
      { replace: true },
    ),
  );
}
