import { useQuery } from "@tanstack/react-query";
import { AudioLines, Download } from "lucide-react";
import { Link } from "wouter";
import { flowsQuery } from "../../api/flows.ts";
import { recordingsQuery, type Recording } from "../../api/messages.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useRowKeys } from "../../app/row-keys.ts";
import { TimeAgo } from "../../app/time-ago.tsx";
import { CopyButton, EmptyState, IconButton, Page, PageHeader, Table, Td, Th, Thead, Tr } from "../../ui/index.ts";
import { Player } from "./player.tsx";

export function RecordingsPage() {
  const recordings = useQuery(recordingsQuery());
  const flows = useQuery(flowsQuery()).data?.items;
  const rowKeys = useRowKeys();
  return (
    <Page wide>
      <PageHeader title="Recordings" />
      <Loaded query={recordings}>
        {({ items }) =>
          items.length === 0 ? (
            <NoRecordings />
          ) : (
            <div ref={rowKeys}>
              <Table label="Recordings">
                <Thead>
                  <Th className="w-80">Recording</Th>
                  <Th>Flow</Th>
                  <Th className="max-sm:hidden">Run</Th>
                  <Th className="text-right">Recorded</Th>
                  <Th className="w-20">
                    <span className="sr-only">Actions</span>
                  </Th>
                </Thead>
                <tbody>
                  {items.map((recording) => (
                    <Row
                      key={recording.id}
                      recording={recording}
                      flowName={flows?.find((flow) => flow.id === recording.flowId)?.name ?? "A deleted flow"}
                    />
                  ))}
                </tbody>
              </Table>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ recording, flowName }: { recording: Recording; flowName: string }) {
  return (
    <Tr className="h-12">
      <Td>
        <Player url={recording.url} seconds={recording.durationSeconds} label={`Recording of ${flowName}`} />
      </Td>
      <Td>{flowName}</Td>
      <Td className="max-sm:hidden">
        <Link href={`/runs/${recording.runId}`} data-row className="rounded-sm font-mono text-xs hover:underline">
          {recording.runId.slice(0, 8)}
        </Link>
      </Td>
      <Td className="text-right">
        <TimeAgo time={recording.at} />
      </Td>
      <Td>
        <span className="flex items-center justify-end">
          <CopyButton text={new URL(recording.url, location.href).href} label="Copy the address" />
          <a href={recording.url} download aria-label="Download" tabIndex={-1}>
            <IconButton size="xs" label="Download" icon={<Download size={13} />} />
          </a>
        </span>
      </Td>
    </Tr>
  );
}

function NoRecordings() {
  return (
    <EmptyState icon={<AudioLines size={20} />} title="No recordings yet">
      Voicemail and recorded calls stand here. Put a Record step into a flow, or switch recording on where a call is forwarded.
    </EmptyState>
  );
}
