import { useEffect } from "react";
import { same, useEditor } from "../../document/index.ts";
import { shortTime } from "../../app/format/time.ts";
import { toast } from "../../ui/index.ts";
import type { Autosave } from "./autosave.ts";
import type { LocalCopies } from "./local-copy.ts";

/** Written so long after a change, ms: sooner than the server is asked, later than the next letter. */
const PAUSE_MS = 250;

/** Keeps what the server doesn't have in this browser, and brings back what was left when a window closed without saving. */
export function useLocalCopy({ autosave, copies }: { autosave: Autosave; copies: LocalCopies }): void {
  const { store, flowId } = useEditor();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      const { status, revision, saved } = autosave.store.getState();
      const { document } = store.getState();
      void (status === "saved" ? copies.drop(flowId) : copies.keep({ flowId, revision, base: saved, document }));
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(write, PAUSE_MS);
    };
    const hide = () => {
      if (document.visibilityState === "hidden") write();
    };
    const stops = [autosave.store.subscribe(soon), store.subscribe((next, before) => next.document !== before.document && soon())];
    document.addEventListener("visibilitychange", hide);
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      document.removeEventListener("visibilitychange", hide);
    };
  }, [flowId, store, autosave, copies]);

  useEffect(() => {
    let gone = false;
    const bringBack = async () => {
      const [oldest] = await copies.left(flowId);
      // Somebody types already: it comes back the next time.
      if (gone || !oldest || autosave.store.getState().status !== "saved") return;
      const { window, at, revision, base, document } = oldest;
      if (!same(document, store.getState().document)) {
        // As if it had just been changed: when the draft has moved on since, it is put together like with any other window.
        autosave.resume(revision, base);
        store.replace(document, { anyway: true });
        await copies.keep({ flowId, revision, base, document });
        toast(`What was changed at ${shortTime(at)} and not saved then is back.`);
      }
      await copies.drop(flowId, window);
    };
    void bringBack();
    return () => {
      gone = true;
    };
  }, [flowId, store, autosave, copies]);
}
