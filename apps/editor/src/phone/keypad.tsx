import { cx } from "../ui/index.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS: Record<string, string> = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const NAMES: Record<string, string> = { "*": "star", "#": "hash" };

export function Keypad({ onKey, pressed }: { onKey: (key: string) => void; pressed?: string | null }) {
  return (
    <fieldset aria-label="Keypad" className="min-w-0 grid grid-cols-3 gap-1.5">
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={NAMES[key] ?? key}
          onClick={() => onKey(key)}
          className={cx(
            "flex h-10 flex-col items-center justify-center rounded-control border border-line bg-raised transition-colors duration-75 hover:bg-hover active:bg-pressed",
            pressed === key && "bg-pressed",
          )}
        >
          <span
            data-letters={LETTERS[key]}
            className="flex flex-col items-center text-md leading-5 font-medium after:text-[9px] after:leading-2.5 after:tracking-widest after:text-muted after:content-[attr(data-letters)]"
          >
            {key}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
