import { useMutation } from "@tanstack/react-query";
import { sayError } from "../../app/say-error.ts";
import { Button, Dialog } from "../../ui/index.ts";

/** Somebody else saved this flow in between. Nothing is overwritten unasked. */
export function ConflictDialog({
  open,
  keepMine,
  loadTheirs,
}: {
  open: boolean;
  keepMine: () => Promise<void>;
  loadTheirs: () => Promise<void>;
}) {
  const settle = useMutation({
    mutationFn: (how: "mine" | "theirs") => (how === "mine" ? keepMine() : loadTheirs()),
    onError: (error) => sayError(error, "That didn’t work"),
  });
  return (
    <Dialog
      open={open}
      onOpenChange={() => undefined}
      size="sm"
      title="Somebody else changed this flow"
      description="It was saved in another window while you worked on it. Your changes are still here, but not saved."
      footer={
        <>
          <Button busy={settle.isPending && settle.variables === "theirs"} onClick={() => settle.mutate("theirs")}>
            Load theirs
          </Button>
          <Button variant="primary" busy={settle.isPending && settle.variables === "mine"} onClick={() => settle.mutate("mine")}>
            Keep mine
          </Button>
        </>
      }
    >
      <p className="text-muted">“Load theirs” drops your unsaved changes. “Keep mine” saves yours over theirs.</p>
    </Dialog>
  );
}
