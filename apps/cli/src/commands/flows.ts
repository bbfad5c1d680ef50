import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Client } from "@cordboard/api";
import { type FlowDocument, diffFlows } from "@cordboard/flow";
import { type Command, EXIT, type Io, UsageError } from "../command.ts";
import { readWholeFlow } from "../flow-files.ts";
import { connect, everyFlow, findFlow, flowsNamed } from "../server.ts";
import { count, documentText, fileNameOf, issueLine } from "../show.ts";

export const pull: Command = {
  name: "pull",
  usage: "FLOW [FILE] [--version N]",
  summary: "Copy a flow of the server into a file",
  about: ["FLOW is an id or a name. Takes the draft, or a version; FILE is named after the flow when left out."],
  options: { version: { type: "string" } },
  run: async (given, io) => {
    const [name, file] = given.words;
    if (name === undefined) throw new UsageError("Name a flow: its id or its name.");
    const api = connect(io);
    const flow = await findFlow(api, name);
    const document = await documentOf(api, flow.id, given.text("version"));
    const target = file ?? fileNameOf(flow.name);
    await writeFile(resolve(io.cwd, target), documentText(document));
    io.out(`${flow.name} → ${target}`);
    return EXIT.ok;
  },
};

export const push: Command = {
  name: "push",
  usage: "FILE [--flow FLOW]",
  summary: "Make a file the draft of a flow of the server",
  about: ["Without --flow, the flow of the same name; when there is none, it is made. Nothing is published."],
  options: { flow: { type: "string" } },
  run: async (given, io) => {
    const [file] = given.words;
    if (file === undefined) throw new UsageError("Name a *.flow.json file.");
    const document = await readWholeFlow(file, io);
    const api = connect(io);
    const wanted = given.text("flow");
    const [known] = wanted === undefined ? await flowsNamed(api, document.name) : [await findFlow(api, wanted)];
    if (!known) {
      const made = await api("createFlow", { body: { name: document.name, document } });
      for (const issue of made.issues) io.out(issueLine(file, issue, document));
      io.out(`${file} → new flow ${made.name} (${made.id})`);
      return EXIT.ok;
    }
    const { revision, issues } = await api("saveDraft", { params: { id: known.id }, body: { revision: known.draft.revision, document } });
    for (const issue of issues) io.out(issueLine(file, issue, document));
    io.out(`${file} → draft of ${document.name}, revision ${revision}`);
    return EXIT.ok;
  },
};

export const diff: Command = {
  name: "diff",
  usage: "FILE FLOW|FILE [--version N]",
  summary: "Show what changes from a flow (or file) to a file",
  about: ["From the server's draft, its version N, or another file, to FILE. Exit code 1 when they differ."],
  options: { version: { type: "string" } },
  run: async (given, io) => {
    const [file, other] = given.words;
    if (file === undefined || other === undefined) throw new UsageError("Name a file, and a flow or a second file.");
    const to = await readWholeFlow(file, io);
    const changes = diffFlows(await otherSide(other, given.text("version"), io), to);
    for (const { words } of changes) io.out(words);
    io.out(changes.length === 0 ? "No difference in what the flow does." : count(changes.length, "change"));
    return changes.length === 0 ? EXIT.ok : EXIT.found;
  },
};

async function otherSide(other: string, version: string | undefined, io: Io): Promise<FlowDocument> {
  if (other.endsWith(".json")) return readWholeFlow(other, io);
  const api = connect(io);
  return documentOf(api, (await findFlow(api, other)).id, version);
}

export const publish: Command = {
  name: "publish",
  usage: "FLOW [--message TEXT]",
  summary: "Publish the draft of a flow",
  about: ["Refused with the issues when the draft has errors."],
  options: { message: { type: "string", short: "m" } },
  run: async (given, io) => {
    const [name] = given.words;
    if (name === undefined) throw new UsageError("Name a flow: its id or its name.");
    const api = connect(io);
    const flow = await findFlow(api, name);
    const errors = flow.issues.filter(({ level }) => level === "error");
    if (errors.length > 0) {
      for (const issue of errors) io.err(issueLine(flow.name, issue, flow.draft.document));
      return EXIT.found;
    }
    const message = given.text("message");
    const body = { revision: flow.draft.revision, ...(message === undefined ? {} : { message }) };
    const { version } = await api("publishFlow", { params: { id: flow.id }, body });
    io.out(`${flow.name} is published as version ${version}.`);
    return EXIT.ok;
  },
};

export const exportFlows: Command = {
  name: "export",
  usage: "[FLOW…] [--out FOLDER] [--version N]",
  summary: "Write flows of the server into files",
  about: ["Without a name: every flow. A single flow without --out goes to the standard output."],
  options: { out: { type: "string" }, version: { type: "string" } },
  run: async (given, io) => {
    const api = connect(io);
    const folder = given.text("out");
    const flows = given.words.length > 0 ? await Promise.all(given.words.map((name) => findFlow(api, name))) : await everyFlow(api);
    const [first] = flows;
    if (folder === undefined && flows.length === 1 && first) {
      io.out(documentText(await documentOf(api, first.id, given.text("version"))).trimEnd());
      return EXIT.ok;
    }
    if (folder === undefined) throw new UsageError(`${count(flows.length, "flow")}: say where to with --out FOLDER.`);
    const taken = new Set<string>();
    for (const { id, name } of flows) {
      const plain = fileNameOf(name);
      const file = taken.has(plain) ? plain.replace(".flow.json", `-${id.slice(0, 8)}.flow.json`) : plain;
      taken.add(file);
      await writeFile(resolve(io.cwd, folder, file), documentText(await documentOf(api, id, given.text("version"))));
      io.out(`${name} → ${join(folder, file)}`);
    }
    return EXIT.ok;
  },
};

const documentOf = (api: Client, id: string, version: string | undefined): Promise<FlowDocument> =>
  api("exportFlow", { params: { id }, query: version === undefined ? {} : { version } });
