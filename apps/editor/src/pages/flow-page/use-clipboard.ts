import { useEffect } from "react";
import { copySelection, deleteSelection, pasteText } from "../../canvas/index.ts";
import { pasteProblem, useEditor } from "../../document/index.ts";
import { toast } from "../../ui/index.ts";
import { isTyping } from "../../app/shortcut.ts";

/** Steps travel by the system's clipboard, as JSON text: between flows, tabs and files. */
export function useClipboard(): void {
  const editor = useEditor();
  useEffect(() => {
    const copy = (event: ClipboardEvent): boolean => {
      if (isTyping(event.target) || (getSelection()?.toString() ?? "") !== "") return false;
      const text = copySelection(editor);
      if (text === null) return false;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      return true;
    };
    const cut = (event: ClipboardEvent) => {
      if (copy(event)) deleteSelection(editor);
    };
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (pasteText(editor, text)) return event.preventDefault();
      const problem = pasteProblem(text);
      if (problem !== null) toast.error(problem);
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", cut);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", cut);
      document.removeEventListener("paste", paste);
    };
  }, [editor]);
}
