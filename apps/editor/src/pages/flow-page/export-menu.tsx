import { Braces, Download, FileImage, PenTool, Printer } from "lucide-react";
import { useLocation } from "wouter";
import { sayError } from "../../app/say-error.ts";
import { useEditor } from "../../document/index.ts";
import { drawFlow, fileName, paperColours, pngOf, saveFile } from "../../export/index.ts";
import { IconButton, Menu } from "../../ui/index.ts";

/** The draft as it is on the board, for elsewhere. `flush`: what is printed is read from the server. */
export function ExportMenu({ flush }: { flush: () => Promise<unknown> }) {
  const { store, flowId } = useEditor();
  const [, go] = useLocation();
  const save = async (make: () => Promise<Blob> | Blob, ending: string) => {
    try {
      saveFile(fileName(store.getState().document.name, ending), await make());
    } catch (error) {
      sayError(error, "The flow could not be exported");
    }
  };
  const drawing = () => drawFlow(store.getState().document, paperColours());
  const json = () => new Blob([`${JSON.stringify(store.getState().document, null, 2)}\n`], { type: "application/json" });
  const toPrint = () =>
    void flush().then(
      () => go(`/flows/${flowId}/print`),
      (error: unknown) => sayError(error, "It can’t be printed yet"),
    );
  return (
    <Menu
      trigger={<IconButton label="Export" icon={<Download size={16} />} />}
      items={[
        { label: "As a file (JSON)", icon: <Braces size={14} />, onSelect: () => void save(json, "flow.json") },
        { label: "As a picture (PNG)", icon: <FileImage size={14} />, onSelect: () => void save(() => pngOf(drawing()), "png") },
        {
          label: "As a drawing (SVG)",
          icon: <PenTool size={14} />,
          onSelect: () => void save(() => new Blob([drawing().svg], { type: "image/svg+xml" }), "svg"),
        },
        { separator: true },
        { label: "To print…", icon: <Printer size={14} />, onSelect: toPrint },
      ]}
    />
  );
}
