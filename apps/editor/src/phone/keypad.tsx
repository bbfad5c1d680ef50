import { cx } from "../ui/index.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS: Record<string, string> = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const NAMES: Record<string, string> = { "*": "star", "#": "hash" };

interface KeypadProps {
  onKey: (key: string) => void;
  /** The one that is just typed. */
  pressed?: string | null;
  label?: string;
  /** Without letters. */
  small?: boolean;
}

export function Keypad({ onKey, pressed, label = "Keypad", small = false }: KeypadProps) {
  return (
    <fieldset aria-label={label} className={cx("grid min-w-0 grid-cols-3", small ? "gap-1" : "gap-1.5")}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={NAMES[key] ?? key}
          onClick={() => onKey(key)}
          className={cx(
            small ? "h-7" : "h-10",
            "flex flex-col items-center justify-center rounded-control border border-line bg-raised transition-colors duration-75 hover:bg-hover active:bg-pressed",
            pressed === key && "bg-pressed",
          )}
        >
          <span
            data-letters={small ? undefined : LETTERS[key]}
            className={cx(
              "flex flex-col items-center leading-5 font-medium",
              small
                ? "text-sm"
                : "text-md after:text-[9px] after:leading-2.5 after:tracking-widest after:text-muted after:content-[attr(data-letters)]",
            )}
          >
            {key}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
