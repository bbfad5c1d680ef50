import type { FlowDocument } from "@cordboard/flow";
import { Check, PartyPopper } from "lucide-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import type { Flow } from "../../../api/flows.ts";
import { entriesOf, useChecked, useDocumentState } from "../../../document/index.ts";
import { usePhone } from "../../../phone/index.ts";
import { Button, cx } from "../../../ui/index.ts";
import { FirstSteps } from "./first-steps.tsx";
import { beginsTour, endTour } from "./kept.ts";
import { nextStep, TOUR, type Facts } from "./steps.ts";

/** On somebody's first flow the tour; on later ones that are empty, what to do first. */
export function Tour({ flow, live, published }: { flow: Flow; live: boolean; published: boolean }) {
  const empty = useDocumentState((state) => state.document.nodes.length <= 1 && state.document.edges.length === 0);
  const [touring, setTouring] = useState(() => beginsTour(flow.id, empty));
  if (touring) {
    return (
      <TourCard
        flowId={flow.id}
        live={live}
        published={published}
        onEnd={() => {
          endTour();
          setTouring(false);
        }}
      />
    );
  }
  return empty ? <FirstSteps /> : null;
}

function isPlugged(document: FlowDocument): boolean {
  const entries = entriesOf(document);
  return document.edges.some(({ from }) => entries.has(from));
}

function useFacts(live: boolean, published: boolean): Facts {
  const plugged = useDocumentState(({ document }) => isPlugged(document));
  const more = useDocumentState((state) => state.document.nodes.length > 1);
  const unwritten = useChecked(({ errors, issues }) => errors > 0 || issues.some(({ code }) => code === "prompt_empty"));
  const calling = usePhone((state) => state.lines.length > 0 || state.triedRunId !== null);
  const [tried, setTried] = useState(false);
  if (!tried && plugged && (live || calling)) setTried(true);
  return { plugged, said: plugged && more && !unwritten, tried, published };
}

/** Lets every press through to the board but those on its own buttons. */
function TourCard({ flowId, live, published, onEnd }: { flowId: string; live: boolean; published: boolean; onEnd: () => void }) {
  const facts = useFacts(live, published);
  const step = nextStep(facts);
  useEffect(() => {
    const marked = document.documentElement.dataset;
    if (step) marked["tour"] = step.id;
    return () => void delete marked["tour"];
  }, [step]);
  return (
    <section aria-label="First steps" className="pointer-events-none absolute inset-x-0 bottom-16 z-10 flex justify-center px-4">
      <div className="floating fade-in w-full max-w-md px-4 py-3">
        <ol className="mb-2.5 flex gap-1.5" aria-label="Progress">
          {TOUR.map((one) => (
            <li
              key={one.id}
              aria-current={one === step ? "step" : undefined}
              className={cx("h-1 flex-1 rounded-full", one.done(facts) ? "bg-brass" : one === step ? "bg-brass/40" : "bg-line")}
            >
              <span className="sr-only">{`${one.title}${one.done(facts) ? ", done" : ""}`}</span>
            </li>
          ))}
        </ol>
        {step ? (
          <StepText key={step.id} number={TOUR.indexOf(step) + 1} title={step.title} text={step.text} onEnd={onEnd} />
        ) : (
          <Over flowId={flowId} onEnd={onEnd} />
        )}
      </div>
    </section>
  );
}

function StepText({ number, title, text, onEnd }: { number: number; title: string; text: string; onEnd: () => void }) {
  return (
    <div aria-live="polite" className="fade-in flex items-start gap-3">
      <span
        aria-hidden
        className="tabular mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full bg-brass text-2xs font-semibold text-on-brass"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className="text-muted">{text}</p>
      </div>
      <Button variant="ghost" size="sm" className="pointer-events-auto -mr-1.5" onClick={onEnd}>
        Skip
      </Button>
    </div>
  );
}

function Over({ flowId, onEnd }: { flowId: string; onEnd: () => void }) {
  useEffect(endTour, []);
  return (
    <div aria-live="polite" className="fade-in flex items-center gap-3">
      <PartyPopper size={20} className="shrink-0 text-brass" aria-hidden />
      <p className="min-w-0 flex-1">
        <span className="font-semibold">That is all it takes.</span>
        <span className="text-muted"> Give it a number, and it answers there.</span>
      </p>
      <Button asChild size="sm" className="pointer-events-auto">
        <Link href={`/numbers?flow=${flowId}`}>Choose a number</Link>
      </Button>
      <Button variant="ghost" size="sm" icon={<Check size={14} />} className="pointer-events-auto -mr-1.5" onClick={onEnd}>
        Done
      </Button>
    </div>
  );
}
