import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Circle, CircleCheck, CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { goLiveQuery, reachCarrier, type GoLiveItem } from "../../../api/carrier.ts";
import { Loaded } from "../../../app/loaded.tsx";
import { Button, cx, FieldError } from "../../../ui/index.ts";

const TITLES: Record<GoLiveItem["id"], string> = {
  keys: "An account at the carrier",
  https: "An https address",
  address: "An address known outside",
  reached: "The carrier finds this Cordboard",
  numbers: "A number with a flow",
  countries: "Countries that flows may reach",
  fallback: "A fallback for when Cordboard is away",
  backup: "Backups",
  sign_in: "A way to sign in",
};
const GUIDES: Partial<Record<GoLiveItem["id"], string>> = {
  https: "/help/operators/install",
  address: "/help/operators/install",
  fallback: "/help/operators/fallback",
  backup: "/help/operators/backup",
};
const STATES = {
  done: { icon: CircleCheck, says: "Done", look: "text-ok" },
  todo: { icon: Circle, says: "To do", look: "text-muted" },
  unknown: { icon: CircleHelp, says: "Can’t be told from here", look: "text-muted" },
} as const;

/** What is done and what is left before real calls, from what is so. */
export function GoLive({ publicUrl }: { publicUrl: string }) {
  const items = useQuery(goLiveQuery());
  return (
    <section aria-label="Going live">
      <Loaded query={items}>
        {({ items: list }) => (
          <>
            <div className="mb-2 flex items-baseline justify-between gap-4">
              <h3 className="font-semibold">Going live</h3>
              <span className="tabular text-xs text-muted">
                {list.filter(({ state }) => state === "done").length} of {list.length} done
              </span>
            </div>
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {list.map((item) => (
                <Item key={item.id} item={item}>
                  {item.id === "reached" && <TryPublicUrl publicUrl={publicUrl} />}
                  {item.id === "sign_in" && item.state !== "done" && (
                    <Link href="/settings/keys" className="self-start text-xs underline underline-offset-2">
                      API keys
                    </Link>
                  )}
                </Item>
              ))}
            </ul>
            <p className="mt-2 text-xs text-muted">
              Moving from PHLO?{" "}
              <Link href="/help/coming-from-phlo" className="underline underline-offset-2">
                The guide goes through it step by step
              </Link>
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Item({ item, children }: { item: GoLiveItem; children: ReactNode }) {
  const { icon: Icon, says, look } = STATES[item.state];
  const guide = GUIDES[item.id];
  return (
    <li className="flex gap-3 px-4 py-2.5">
      <Icon size={16} className={cx("mt-0.5 shrink-0", look)} aria-label={says} />
      <div className="flex min-w-0 flex-col gap-1">
        <span className="font-medium">{TITLES[item.id]}</span>
        <span className="text-xs break-words text-muted">{item.says}</span>
        {item.next && (
          <span className="text-xs break-words">
            {item.next}{" "}
            {guide && (
              <Link href={guide} aria-label={`How: ${TITLES[item.id]}`} className="underline underline-offset-2">
                How
              </Link>
            )}
          </span>
        )}
        {children}
      </div>
    </li>
  );
}

function TryPublicUrl({ publicUrl }: { publicUrl: string }) {
  const queries = useQueryClient();
  const reach = useMutation({
    mutationFn: reachCarrier,
    onSuccess: () => queries.invalidateQueries({ queryKey: goLiveQuery().queryKey }),
  });
  return (
    <div className="mt-0.5 flex flex-col items-start gap-1.5">
      <Button size="sm" busy={reach.isPending} onClick={() => reach.mutate()}>
        Try PUBLIC_URL
      </Button>
      <output className="block text-xs empty:hidden">
        {reach.isPending && <span className="text-muted">Somebody is sent through {publicUrl} …</span>}
        {reach.data && (reach.data.reached ? <span>{reach.data.message}</span> : <FieldError>{reach.data.message}</FieldError>)}
        {reach.isError && <FieldError>{reach.error.message}</FieldError>}
      </output>
    </div>
  );
}
