import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { createFlow, deleteFlow, exportFlow, flowsQuery, importFlow, type Flow } from "../../api/flows.ts";
import { sayError } from "../../app/say-error.ts";
import { fileName, saveFile } from "../../export/save-file.ts";
import { toast } from "../../ui/index.ts";
import { copyName } from "./copy-name.ts";

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

  return {
    duplicate: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be duplicated`, async () => {
        const taken = queries.getQueryData(flowsQuery().queryKey)?.items.map((item) => item.name) ?? [];
        const name = copyName(flow.name, taken);
        const copy = await createFlow(name, { ...flow.draft.document, name });
        toast.success(`Duplicated as “${name}”`, { action: { label: "Open", onClick: () => go(`/flows/${copy.id}`) } });
      }),

    exportFile: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be exported`, async () => {
        const text = `${JSON.stringify(await exportFlow(flow.id), null, 2)}\n`;
        saveFile(fileName(flow.name, "flow.json"), new Blob([text], { type: "application/json" }));
      }),

    /** A flow that was never published comes back by Undo; one with versions was confirmed before. */
    remove: (flow: Flow) =>
      attempt(`“${flow.name}” couldn’t be deleted`, async () => {
        await deleteFlow(flow.id);
        const restore = () =>
          void attempt(`“${flow.name}” couldn’t be brought back`, async () => {
            await createFlow(flow.name, flow.draft.document);
          });
        toast(`Deleted “${flow.name}”`, flow.published ? {} : { action: { label: "Undo", onClick: restore } });
      }),
  };
}

export function useImportFiles(): (files: File[]) => void {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const importAll = async (files: File[]) => {
    const made: Flow[] = [];
    for (const file of files) {
      try {
        made.push(await importFlow(readJson(await file.text())));
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
