import type { FlowDocument } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Printer } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { Link } from "wouter";
import { getFlow } from "../../api/flows.ts";
import { absoluteTime } from "../../app/format/time.ts";
import { Loaded } from "../../app/loaded.tsx";
import { placed } from "../../canvas/index.ts";
import { viewOf } from "../../document/index.ts";
import { drawFlow, paperColours, withoutMarks } from "../../export/index.ts";
import { Button, Table, Td, Th, Thead, Tr } from "../../ui/index.ts";
import { stepsInOrder } from "./steps-in-order.ts";

/** A flow as a document: its drawing, and every step in words. */
export function PrintPage({ flowId }: { flowId: string }) {
  const flow = useQuery({
    queryKey: ["flows", flowId, "print"],
    queryFn: async () => {
      const { draft, published } = await getFlow(flowId);
      return { document: await placed(draft.document, viewOf), at: Date.now(), version: published?.version ?? null };
    },
    gcTime: 0,
  });
  return (
    <Loaded query={flow}>
      {({ document, at, version }) => (
        <main className="print-page on-paper mx-auto h-full max-w-[1000px] overflow-y-auto bg-surface px-10 py-8">
          <title>{`${document.name} · Cordboard`}</title>
          <div className="not-printed mb-6 flex items-center justify-between">
            <Button asChild variant="ghost">
              <Link href={`/flows/${flowId}`}>
                <ArrowLeft size={14} /> Back to the board
              </Link>
            </Button>
            <Button variant="primary" icon={<Printer size={14} />} onClick={() => print()}>
              Print
            </Button>
          </div>
          <h1 className="text-lg font-semibold">{document.name}</h1>
          <p className="text-muted">
            The draft of {absoluteTime(at)}
            {version === null ? ", never published" : `; version ${version} is in use`}
          </p>
          {document.description && <p className="mt-3 max-w-prose whitespace-pre-wrap">{document.description}</p>}
          <Picture document={document} />
          <Steps document={document} />
          <Variables document={document} />
          <Notes document={document} />
          <Tests document={document} />
        </main>
      )}
    </Loaded>
  );
}

function Picture({ document }: { document: FlowDocument }) {
  const source = useMemo(
    () => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawFlow(document, paperColours()).svg)}`,
    [document],
  );
  return (
    <figure className="my-6 rounded-card border border-line p-2">
      <img src={source} alt={`The flow ${document.name} as it lies on the board`} className="w-full" />
    </figure>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-6">
      <h2 className="mb-2 text-md font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Steps({ document }: { document: FlowDocument }) {
  const nameOf = new Map(document.nodes.map(({ id, name }) => [id, name]));
  return (
    <Part title="Steps">
      <Table label="Steps">
        <Thead>
          <Th>Step</Th>
          <Th>What it does</Th>
          <Th>Goes on</Th>
        </Thead>
        <tbody>
          {stepsInOrder(document).map((node) => {
            const view = viewOf(node);
            const cords = document.edges.filter(({ from }) => from === node.id);
            return (
              <Tr key={node.id}>
                <Td className="align-top!">
                  <span className="block font-medium">{node.name}</span>
                  <span className="block text-xs text-muted">{view.manifest?.title ?? node.type}</span>
                </Td>
                <Td className="align-top!">
                  {view.face.map((line, index) => (
                    <span key={index} className="block break-words">
                      {line}
                    </span>
                  ))}
                </Td>
                <Td className="align-top! text-xs">
                  {cords.length === 0 && <span className="text-muted">The run ends here</span>}
                  {cords.map(({ exit, to }) => (
                    <span key={exit} className="block">
                      {view.exits.find(({ id }) => id === exit)?.label ?? exit} → {nameOf.get(to) ?? to}
                    </span>
                  ))}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Part>
  );
}

function Variables({ document: { variables } }: { document: FlowDocument }) {
  if (variables.length === 0) return null;
  return (
    <Part title="Variables">
      <Table label="Variables">
        <Thead>
          <Th>Name</Th>
          <Th>Type</Th>
          <Th>At first</Th>
        </Thead>
        <tbody>
          {variables.map(({ name, type, value }) => (
            <Tr key={name}>
              <Td className="font-mono text-xs">{name}</Td>
              <Td>{type}</Td>
              <Td className="break-all">{value}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Part>
  );
}

function Notes({ document: { notes } }: { document: FlowDocument }) {
  const written = notes.filter(({ frame, text }) => !frame && text.trim() !== "");
  if (written.length === 0) return null;
  return (
    <Part title="Notes">
      <ul className="flex list-disc flex-col gap-2 pl-5">
        {written.map(({ id, text }) => (
          <li key={id} className="whitespace-pre-wrap">
            {withoutMarks(text)}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Tests({ document: { tests } }: { document: FlowDocument }) {
  if (tests.length === 0) return null;
  return (
    <Part title="Tests">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {tests.map(({ name }, index) => (
          <li key={index}>{typeof name === "string" ? name : "A test without a name"}</li>
        ))}
      </ul>
    </Part>
  );
}
