import { useEffect, useState } from "react";

const TYPING_MS = 250;

/** Text that is typed at once and handed on when the typing pauses; a new `value` from outside takes its place. */
export function useTyped(value: string, onChange: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const [before, setBefore] = useState(value);
  if (value !== before) {
    setBefore(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return [text, setText];
}
