import { MousePointerClick } from "lucide-react";

/** On an empty board: what to do first. */
export function FirstSteps() {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-24 flex justify-center px-4">
      <div className="fade-in flex max-w-lg items-start gap-3 rounded-card bg-surface px-4 py-3 shadow-float">
        <MousePointerClick size={18} className="mt-0.5 shrink-0 text-brass" aria-hidden />
        <p>
          <span className="font-medium">Press the jack beside “Incoming call”</span> (the small circle) to choose what callers hear first,
          or drag a component onto the board.
          <span className="text-muted"> Try calls it from this page; nothing costs anything.</span>
        </p>
      </div>
    </div>
  );
}
