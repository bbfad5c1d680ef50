import { useState, type FormEvent } from "react";
import { focusOnMount } from "../../app/focus-on-mount.ts";
import { Button, Dialog, Field, Input } from "../../ui/index.ts";
import { readPath } from "./folders.ts";

interface FolderDialogProps {
  title: string;
  action: string;
  /** What stands there first. */
  path: string;
  onPath: (path: string) => void;
  onClose: () => void;
}

/** Asks for a folder by its name; a path makes folders within folders. */
export function FolderDialog({ title, action, path, onPath, onClose }: FolderDialogProps) {
  const [typed, setTyped] = useState(path);
  const [flaw, setFlaw] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readPath(typed);
    if ("flaw" in read) return setFlaw(read.flaw);
    onPath(read.path);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} size="sm">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Folder" hint="Support, or Support/Night for a folder within." error={flaw}>
          {(ids) => (
            <Input
              {...ids}
              ref={focusOnMount}
              maxLength={200}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setFlaw(null);
              }}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
