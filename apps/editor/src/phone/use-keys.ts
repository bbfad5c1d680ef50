import { useEffect, useEffectEvent, type RefObject } from "react";
import { isTyping } from "../app/shortcut.ts";

/** Digits, * and # typed while the focus is in the handset (and not in a field) press its keys. */
export function useTypedKeys(handset: RefObject<HTMLElement | null>, onKey: (key: string) => void): void {
  const press = useEffectEvent(onKey);
  useEffect(() => {
    const element = handset.current;
    if (!element) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      if (!/^[0-9*#]$/.test(event.key)) return;
      event.preventDefault();
      press(event.key);
    };
    element.addEventListener("keydown", listen);
    return () => element.removeEventListener("keydown", listen);
  }, [handset]);
}

/** A call that begins takes the focus, so that digits can be typed at once; not while somebody works elsewhere on the page. */
export function useFocusOnCall(handset: RefObject<HTMLElement | null>, callUuid: string | null): void {
  useEffect(() => {
    const element = handset.current;
    const idle = document.activeElement === document.body || element?.contains(document.activeElement);
    if (callUuid !== null && element && idle) element.focus();
  }, [handset, callUuid]);
}
