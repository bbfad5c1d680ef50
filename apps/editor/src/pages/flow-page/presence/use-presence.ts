import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { useStore } from "zustand";
import { meQuery } from "../../../api/account.ts";
import { liveFeed, useLive } from "../../../api/live.ts";
import { useEditor } from "../../../document/index.ts";
import { toast } from "../../../ui/index.ts";
import type { Autosave } from "../autosave.ts";
import { createPen, drawingElsewhere, type Person } from "./pen.ts";

export interface PresentPerson extends Person {
  /** The same person as here, in another window. */
  same: boolean;
  draws: boolean;
}

export interface FlowPresence {
  /** Other windows that have the flow open. */
  others: PresentPerson[];
  /** The one of them that draws: the board is for looking meanwhile. */
  drawing: PresentPerson | null;
  takeOver: (() => void) | null;
}

/** One notice at a time, however often a locked board is pressed. */
const REFUSED = "somebody-draws";

/** Who else has this flow open; while one of them draws, the flow here can be read and not changed. */
export function usePresence(autosave: Autosave): FlowPresence {
  const { store, flowId } = useEditor();
  const topic = `flow:${flowId}` as const;
  const { data: me } = useQuery(meQuery());
  const [window] = useState(() => crypto.getRandomValues(new Uint32Array(3)).join("-"));

  const lost = useEffectEvent((by: Person) => {
    // What is half typed in a name is taken now: the field is locked next.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const who = by.person === me?.id ? "You took over in another window" : `${by.name} took over`;
    void autosave.flush().then(
      () => toast(`${who}; your changes are saved.`),
      () => toast(`${who}; your changes are kept here until they can be saved.`),
    );
  });
  const [pen] = useState(() =>
    createPen({
      window,
      say: (wish) => liveFeed.tell({ type: "present", topic, window, pen: wish }),
      lost: (by) => lost(by),
      isSaved: () => autosave.store.getState().status === "saved",
    }),
  );
  useLive(
    topic,
    (message) => {
      if (message.type === "subscribed") pen.connected();
      if (message.type === "presence") pen.heard(message);
    },
    () => undefined,
  );

  const presence = useStore(pen.store);
  const present = (one: Person): PresentPerson => ({ ...one, same: one.person === me?.id, draws: one.window === presence.pen });
  const elsewhere = drawingElsewhere(presence, window);
  const drawing = elsewhere && present(elsewhere);
  const mayDraw = me?.role === "editor" || me?.role === "owner";

  const refused = useEffectEvent(() => {
    if (!drawing) return;
    const action = mayDraw ? { action: { label: "Take over", onClick: () => pen.takeOver() } } : {};
    toast(`${drawerOf(drawing)}. Take over to change the flow.`, { id: REFUSED, ...action });
  });
  useEffect(() => {
    const unsubscribe = [
      // Locked before anybody can press again, not when it is next drawn.
      pen.store.subscribe((next) => store.setReadOnly(drawingElsewhere(next, window) !== null)),
      store.subscribe((next, before) => {
        if (next.edits !== before.edits) pen.edited();
        if (next.refusals !== before.refusals) refused();
      }),
    ];
    return () => {
      for (const stop of unsubscribe) stop();
      pen.stop();
    };
  }, [pen, store, window]);

  return {
    others: presence.people.filter((one) => one.window !== window).map(present),
    drawing,
    takeOver: mayDraw ? pen.takeOver : null,
  };
}

/** Who draws, as a sentence without its end. */
export const drawerOf = ({ name, same }: PresentPerson): string => (same ? "You are drawing in another window" : `${name} is drawing here`);
