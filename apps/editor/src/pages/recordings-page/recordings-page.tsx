import { useQuery, useQueryClient } from "@tanstack/react-query";
import { AudioLines, Download, SearchX, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { flowsQuery } from "../../api/flows.ts";
import { deleteRecording, recordingsQuery, type Recording } from "../../api/messages.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useRowKeys } from "../../app/row-keys.ts";
import { sayError } from "../../app/say-error.ts";
import { SearchField } from "../../app/search-field.tsx";
import { TimeAgo } from "../../app/time-ago.tsx";
import { useSearchText } from "../../app/use-search-text.ts";
import { ConfirmDialog, CopyButton, EmptyState, IconButton, Page, PageHeader, Table, Td, Th, Thead, toast, Tr } from "../../ui/index.ts";
import { Player } from "./player.tsx";

/** Fewer are seen at a glance. */
const MANY = 5;

export function RecordingsPage() {
  const recordings = useQuery(recordingsQuery());
  const flows = useQuery(flowsQuery()).data?.items;
  const [text, setText] = useSearchText();
  const nameOf = (recording: Recording): string => flows?.find((flow) => flow.id === recording.flowId)?.name ?? "A deleted flow";
  const wanted = text.trim().toLowerCase();
  const matches = (recording: Recording): boolean =>
    [nameOf(recording), recording.transcript ?? "", recording.runId].some((words) => words.toLowerCase().includes(wanted));
  const many = (recordings.data?.items.length ?? 0) > MANY || wanted !== "";
  return (
    <Page>
      <PageHeader title="Recordings" actions={many && <SearchField value={text} onChange={setText} label="What was said, or flow" />} />
      <Loaded query={recordings}>
        {({ items }) => {
          if (items.length === 0) return <NoRecordings />;
          const found = items.filter(matches);
          if (found.length > 0) return <RecordingsTable recordings={found} nameOf={nameOf} />;
          return (
            <EmptyState icon={<SearchX size={20} />} title="No recording matches">
              In none of them “{text}” was said, and none is of a flow of that name.
            </EmptyState>
          );
        }}
      </Loaded>
    </Page>
  );
}

function RecordingsTable({ recordings, nameOf }: { recordings: Recording[]; nameOf: (recording: Recording) => string }) {
  const rowKeys = useRowKeys();
  return (
    <div ref={rowKeys}>
      <Table label="Recordings">
        <Thead>
          <Th className="w-80">Recording</Th>
          <Th>Flow</Th>
          <Th className="max-sm:hidden">Run</Th>
          <Th className="text-right">Recorded</Th>
          <Th className="w-24">
            <span className="sr-only">Actions</span>
          </Th>
        </Thead>
        <tbody>
          {recordings.map((recording) => (
            <Row key={recording.id} recording={recording} flowName={nameOf(recording)} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Row({ recording, flowName }: { recording: Recording; flowName: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await deleteRecording(recording.id);
      toast.success("Deleted the recording");
    } catch (error) {
      sayError(error, "The recording is still there");
    }
    await queries.invalidateQueries({ queryKey: ["recordings"] });
  };
  return (
    <Tr className="h-12">
      <Td>
        <Player url={recording.url} seconds={recording.durationSeconds} label={`Recording of ${flowName}`} />
        {recording.transcript && <p className="mt-1 mb-1.5 max-w-prose text-xs break-words text-muted">“{recording.transcript}”</p>}
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
          <CopyButton text={new URL(recording.url, location.href).href} label="Copy a link that plays for a week" />
          <a href={recording.url} download aria-label="Download" tabIndex={-1}>
            <IconButton size="xs" label="Download" icon={<Download size={13} />} />
          </a>
          <IconButton size="xs" label="Delete" icon={<Trash2 size={13} />} onClick={() => setAsking(true)} />
        </span>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title="Delete this recording?"
          description="The carrier deletes its file too, and links to it stop working. It can’t be brought back."
          action="Delete recording"
          danger
          onConfirm={() => void remove()}
        />
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
