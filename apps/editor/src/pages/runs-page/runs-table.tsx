import { Braces, FlaskConical, MessageSquare, Phone, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { Run } from "../../api/runs.ts";
import { phone } from "../../app/format/phone.ts";
import { duration, toMs } from "../../app/format/time.ts";
import { useRowKeys } from "../../app/row-keys.ts";
import { RunStatusBadge } from "../../app/run-status.tsx";
import { TimeAgo } from "../../app/time-ago.tsx";
import { useNow } from "../../app/use-now.ts";
import { Badge, cx, Table, Td, Th, Thead, Tooltip, Tr } from "../../ui/index.ts";

const TRIGGERS: Record<Run["trigger"], { label: string; icon: ReactNode }> = {
  call: { label: "By a call", icon: <Phone size={14} /> },
  message: { label: "By a text", icon: <MessageSquare size={14} /> },
  api: { label: "By an API request", icon: <Braces size={14} /> },
  flow: { label: "By another flow", icon: <Workflow size={14} /> },
};

const NO_CONTACT: Record<Run["trigger"], string> = {
  call: "Unknown caller",
  message: "Unknown sender",
  api: "API request",
  flow: "Another flow",
};

export function RunsTable({ runs, dimmed }: { runs: Run[]; dimmed: boolean }) {
  const live = runs.some((run) => run.status === "running");
  const now = useNow(live ? 1_000 : null);
  const rowKeys = useRowKeys();
  return (
    <div ref={rowKeys} className={cx("transition-opacity duration-150", dimmed && "opacity-60")}>
      <Table label="Runs">
        <Thead>
          <Th className="sm:w-32">Status</Th>
          <Th>Contact</Th>
          <Th className="max-sm:hidden">Flow</Th>
          <Th className="max-lg:hidden">Number</Th>
          <Th className="max-md:hidden">Result</Th>
          <Th className="w-24 text-right max-sm:hidden">Duration</Th>
          <Th className="text-right sm:w-32">Started</Th>
        </Thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} now={now} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function RunRow({ run, now }: { run: Run; now: number }) {
  const [, go] = useLocation();
  const trigger = TRIGGERS[run.trigger];
  const end = run.endedAt ? toMs(run.endedAt) : now;
  return (
    <Tr onClick={() => go(`/runs/${run.id}`)}>
      <Td>
        <RunStatusBadge status={run.status} narrow />
      </Td>
      <Td>
        <span className="flex items-center gap-2 whitespace-nowrap">
          <Tooltip content={trigger.label}>
            <span className="text-muted">
              {trigger.icon}
              <span className="sr-only">{trigger.label}</span>
            </span>
          </Tooltip>
          <Link
            href={`/runs/${run.id}`}
            data-row
            onClick={(event) => event.stopPropagation()}
            className="tabular rounded-sm font-medium hover:underline"
          >
            {phone(run.contact) || NO_CONTACT[run.trigger]}
          </Link>
        </span>
        <span className="block max-w-40 truncate text-xs text-muted sm:hidden">{run.flowName}</span>
      </Td>
      <Td className="max-sm:hidden">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="max-w-56 truncate">{run.flowName}</span>
          <span className="tabular text-xs text-muted">{run.version === null ? "draft" : `v${run.version}`}</span>
          {run.test && (
            <Badge tone="outline" icon={<FlaskConical size={11} aria-hidden />}>
              Test
            </Badge>
          )}
        </span>
      </Td>
      <Td className="tabular whitespace-nowrap text-muted max-lg:hidden">{phone(run.number)}</Td>
      <Td className="max-w-64 truncate text-muted max-md:hidden">{run.reason?.message ?? ""}</Td>
      <Td className={cx("tabular text-right whitespace-nowrap max-sm:hidden", run.status === "running" ? "text-brass" : "text-muted")}>
        {duration(end - toMs(run.startedAt))}
      </Td>
      <Td className="text-right">
        <TimeAgo time={run.startedAt} />
      </Td>
    </Tr>
  );
}
