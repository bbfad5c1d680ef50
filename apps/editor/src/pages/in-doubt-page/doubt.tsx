import { useQueryClient } from "@tanstack/react-query";
import { FlaskConical, Globe, MessageSquare, Phone } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { decide, type Decision, type EffectItem } from "../../api/effects.ts";
import { phone } from "../../app/format/phone.ts";
import { sayError } from "../../app/say-error.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { Badge, Button, ConfirmDialog, toast } from "../../ui/index.ts";
import { targetOf, whatIsKnown, whatWillHappen, wordsOf } from "./words.ts";

const ICONS: Record<string, ReactNode> = {
  send_message: <MessageSquare size={15} aria-hidden />,
  place_call: <Phone size={15} aria-hidden />,
};
const DECISIONS: readonly Decision[] = ["sent", "not_sent", "again"];

/** One that nobody knows of: what, to whom, when, what is known, and what a person may say of it. */
export function Doubt({ effect, flowName }: { effect: EffectItem; flowName: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Decision | null>(null);
  const [busy, setBusy] = useState<Decision | null>(null);
  const words = wordsOf(effect);
  const title = `${words.name} to ${targetOf(effect)}`;

  const say = async (decision: Decision) => {
    setBusy(decision);
    try {
      await decide(effect.id, decision);
      toast.success(decision === "again" ? `${title}: it goes out again` : `${title}: “${words.buttons[decision]}” is noted`);
    } catch (error) {
      sayError(error, `${title}: nothing was changed`);
    }
    setBusy(null);
    await queries.invalidateQueries({ queryKey: ["effects"] });
  };

  return (
    <li className="rounded-card border border-line bg-surface">
      <article aria-label={title} className="flex flex-col gap-2 p-4">
        <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-warning">{ICONS[effect.kind] ?? <Globe size={15} aria-hidden />}</span>
          <h2 className="tabular text-base font-medium">{title}</h2>
          {effect.test && (
            <Badge tone="outline" icon={<FlaskConical size={11} aria-hidden />}>
              Test
            </Badge>
          )}
          <TimeAgo time={effect.begunAt ?? effect.createdAt} className="tabular ml-auto whitespace-nowrap text-muted" />
        </header>
        {effect.content !== "" && <p className="max-w-prose whitespace-pre-wrap break-words">{effect.content}</p>}
        <p className="max-w-prose text-muted">{whatIsKnown(effect)}</p>
        <p className="flex flex-wrap gap-x-1.5 text-xs text-muted">
          {effect.from !== null && effect.from !== "" && <span className="tabular">From {phone(effect.from) || effect.from} ·</span>}
          <span>Try {effect.attempts} ·</span>
          <span>{flowName} ·</span>
          <Link
            href={`/runs/${effect.runId}`}
            className="rounded-sm text-ink underline decoration-line underline-offset-2 hover:decoration-current"
          >
            See its run
          </Link>
        </p>
        <footer className="mt-1 flex flex-wrap gap-2">
          {DECISIONS.map((decision) => (
            <Button key={decision} size="sm" busy={busy === decision} disabled={busy !== null} onClick={() => setAsking(decision)}>
              {words.buttons[decision]}
            </Button>
          ))}
        </footer>
      </article>
      {asking !== null && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(null)}
          title={`${words.buttons[asking]}?`}
          description={whatWillHappen(effect, asking)}
          action={words.buttons[asking]}
          danger={asking === "again"}
          onConfirm={() => void say(asking)}
        />
      )}
    </li>
  );
}
