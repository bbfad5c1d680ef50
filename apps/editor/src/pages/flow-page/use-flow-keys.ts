import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../../app/shortcut.ts";
import { commandByKeys } from "../../canvas/index.ts";
import { NOTHING } from "../../document/index.ts";
import { pressed } from "../../keys/index.ts";
import { flowCommandByKeys, focusOutline, type FlowHands } from "../../panels/index.ts";

/** The keys of an open flow. Those with `anywhere` also work while typing where the browser has no better use for them. */
export function useFlowKeys(hands: () => FlowHands): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const chord = pressed(event);
    if (chord === null || (chord === "Escape" && backToCard(event))) return;
    if (event.defaultPrevented || document.querySelector("[role=dialog][data-state=open], [role=alertdialog]")) return;
    const free = !isTyping(event.target) && !presses(event);
    const now = hands();
    if (free && chord === "Escape") letGo(now);
    // The board's own commands, as its menu has them, come last.
    else if (!flowCommandByKeys(chord, now, free) && !(free && commandByKeys(chord, now))) return;
    event.preventDefault();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

function letGo({ board, editor }: FlowHands): void {
  board.setState({ quickAdd: null });
  editor.store.select(NOTHING);
}

/** Enter presses the button that has the focus; on a card it opens the settings. */
function presses({ key, target }: KeyboardEvent): boolean {
  return key === "Enter" && target instanceof Element && target.closest("button, a") !== null;
}

/** Escape leads from the form back to the outline, where that is open, else to the card it belongs to; there a second one lets go of it. */
function backToCard(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || !(event.target instanceof Element)) return false;
  const nodeId = event.target.closest<HTMLElement>("[data-inspector]")?.dataset["inspector"];
  if (nodeId === undefined) return false;
  const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
  if (focusOutline(nodeId)) return true;
  card?.focus();
  return card !== null;
}
