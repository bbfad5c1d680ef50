import {
  Braces,
  Check,
  Clock,
  Database,
  Ear,
  Flag,
  FlaskConical,
  Globe,
  Grid3x3,
  Hourglass,
  Mail,
  MessageSquareReply,
  MessageSquareText,
  Mic,
  Phone,
  PhoneCall,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Play,
  Unplug,
  X,
  type LucideIcon,
} from "lucide-react";
import { cx } from "../../ui/index.ts";
import { markOf, type Case, type Mark } from "./outcome.ts";
import type { LineKind, ReadableTest, TestLine } from "./words.ts";

const ICONS: Record<LineKind, LucideIcon> = {
  start: Play,
  clock: Clock,
  phone: Phone,
  http: Globe,
  database: Database,
  mock: FlaskConical,
  value: Braces,
  hear: Ear,
  press: Grid3x3,
  say: Mic,
  text: MessageSquareText,
  wait: Hourglass,
  expectCall: PhoneOutgoing,
  expectMessage: MessageSquareReply,
  expectEmail: Mail,
  faults: Unplug,
  answer: PhoneCall,
  reject: PhoneMissed,
  hangup: PhoneOff,
  result: Flag,
};

/** The test as sentences, each with what came of it: two cells of its grid. */
export function TestSteps({ words, result }: { words: ReadableTest; result: Case | null }) {
  const mark = (line: TestLine) => markOf(line, words, result);
  return (
    <>
      <div className="flex min-w-0 flex-col gap-3">
        <Part title="Given" lines={words.given} mark={mark} />
        <Part title="In the end" lines={words.expected} mark={mark} />
      </div>
      <Part title="Steps" lines={words.steps} mark={mark} numbered />
    </>
  );
}

interface PartProps {
  title: string;
  lines: readonly TestLine[];
  mark: (line: TestLine) => Mark;
  numbered?: boolean;
}

function Part({ title, lines, mark, numbered }: PartProps) {
  if (lines.length === 0) return null;
  return (
    <section className="min-w-0">
      <h2 className="mb-0.5 text-xs font-medium text-muted">{title}</h2>
      <ol aria-label={title} className="-mx-2">
        {lines.map((line, index) => (
          <Line key={`${line.key} ${index}`} line={line} mark={mark(line)} number={numbered ? index + 1 : null} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, mark, number }: { line: TestLine; mark: Mark; number: number | null }) {
  const Icon = ICONS[line.kind];
  const failed = mark === "failed";
  return (
    <li
      ref={(item) => void (failed && item?.scrollIntoView({ block: "nearest" }))}
      aria-current={failed ? "step" : undefined}
      className={cx("flex min-h-6 items-start gap-2 rounded-sm px-2 py-0.5", failed && "bg-danger-soft font-medium text-danger")}
    >
      {number !== null && (
        <span className={cx("tabular w-4 shrink-0 text-right text-xs leading-5", failed ? "text-danger" : "text-muted")}>{number}</span>
      )}
      <Icon size={14} aria-hidden className={cx("mt-[3px] shrink-0", failed ? "text-danger" : "text-muted")} />
      <span className={cx("min-w-0 flex-1 break-words select-text", mark === "unreached" && "text-muted")}>{line.text}</span>
      {mark === "passed" && <Check size={14} className="mt-[3px] shrink-0 text-ok" aria-label="held" />}
      {failed && <X size={14} className="mt-[3px] shrink-0" aria-label="failed here" />}
      {mark === "unreached" && <span className="sr-only">not reached</span>}
    </li>
  );
}
