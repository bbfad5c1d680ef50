import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { createFlow, deleteFlow, exportFlow, flowsQuery, importFlow, moveFlow, type Flow } from "../../api/flows.ts";
import { sayError } from "../../app/say-error.ts";
import { toast } from "../../ui/index.ts";
import { copyName } from "./copy-name.ts";
import { isWithin, moved, nameOf } from "./folders.ts";

export function useFlowActions() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const refresh = () => queries.invalidateQueries({ queryKey: ["flows"] });
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      sayError(error, what);
    }
    await refresh();
  };

  const known = () => queries.getQueryData(flowsQuery().queryKey)?.items ?? [];
  const into = (folder: string) => (folder === "" ? "All flows" : `“${nameOf(folder)}”`);

  return {
    move: (id: string, folder: string) => {
      const flow = known().find((one) => one.id === id);
      if (!flow || flow.folder === folder) return Promise.resolve();
      const back = () => void attempt(`“${flow.name}” couldn’t be moved back`, async () => void (await moveFlow(id, flow.folder)));
      return attempt(`“${flow.name}” couldn’t be moved`, async () => {
        await moveFlow(id, folder);
        toast.success(`Moved “${flow.name}” to ${into(folder)}`, { action: { label: "Undo", onClick: back } });
      });
    },

    /** Every flow in it and below goes along, one after the other. */
    renameFolder: (from: string, to: string) =>
      attempt(`The folder ${into(from)} couldn’t be renamed whole`, async () => {
        for (const flow of known().filter(({ folder }) => isWithin(folder, from))) await moveFlow(flow.id, moved(flow.folder, from, to));
      }),

    duplicate: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be duplicated`, async () => {
        const taken = known().map((item) => item.name);
        const name = copyName(flow.name, taken);
        const copy = await createFlow(name, { ...flow.draft.document, name }, flow.folder);
        toast.success(`Duplicated as “${name}”`, { action: { label: "Open", onClick: () => go(`/flows/${copy.id}`) } });
      }),

    exportFile: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be exported`, async () => {
        saveFile(`${slug(flow.name)}.flow.json`, `${JSON.stringify(await exportFlow(flow.id), null, 2)}\n`);
      }),

    /** A flow that was never published comes back by Undo; one with versions was confirmed before. */
    remove: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be deleted`, async () => {
        await deleteFlow(flow.id);
        const restore = () =>
          void attempt(`“${flow.name}” couldn’t be brought back`, async () => {
            await createFlow(flow.name, flow.draft.document, flow.folder);
          });
        toast(`Deleted “${flow.name}”`, flow.published ? {} : { action: { label: "Undo", onClick: restore } });
      }),
  };
}

export function useImportFiles(folder: string): (files: File[]) => void {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const importAll = async (files: File[]) => {
    const made: Flow[] = [];
    for (const file of files) {
      try {
        const flow = await importFlow(readJson(await file.text()));
        made.push(folder === "" ? flow : await moveFlow(flow.id, folder));
      } catch (error) {
        sayError(error, `${file.name} couldn’t be imported`);
      }
    }
    await queries.invalidateQueries({ queryKey: ["flows"] });
    const [first] = made;
    if (made.length === 1 && first) go(`/flows/${first.id}`);
    else if (made.length > 1) toast.success(`Imported ${made.length} flows`);
  };
  return (files) => void importAll(files);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("It isn’t JSON. Choose a .flow.json file that Cordboard exported.");
  }
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "flow"
  );
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
