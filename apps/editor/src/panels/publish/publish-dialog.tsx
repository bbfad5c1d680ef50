import type { Issue } from "@cordboard/contract";
import { diffFlows } from "@cordboard/flow";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, GitCompareArrows, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Flow } from "../../api/flows.ts";
import { publishFlow, versionQuery } from "../../api/flows.ts";
import { sayError } from "../../app/say-error.ts";
import { useChecked, useDocumentState, useEditor } from "../../document/index.ts";
import { MendButton } from "../../form/index.ts";
import { Button, Dialog, Field, Textarea, toast } from "../../ui/index.ts";
import { useLayout, useLayoutStore } from "../layout-store.ts";
import { useJumpToIssue } from "../use-jump.ts";

export interface PublishDialogProps {
  flow: Flow;
  /** Saves the draft and answers its revision. */
  flush: () => Promise<number>;
  onPublished: (published: NonNullable<Flow["published"]>) => void;
}

/** What will go live, what stands against it, and a line for the others. */
export function PublishDialog(props: PublishDialogProps) {
  const layout = useLayoutStore();
  const open = useLayout((state) => state.dialog === "publish");
  // Kept while the dialog is closed: what was written is still there after a look at the board.
  const [message, setMessage] = useState("");
  return open ? <Open {...props} message={message} setMessage={setMessage} close={() => layout.setState({ dialog: null })} /> : null;
}

interface OpenProps extends PublishDialogProps {
  message: string;
  setMessage: (message: string) => void;
  close: () => void;
}

function Open({ flow, flush, onPublished, message, setMessage, close }: OpenProps) {
  const { checker, store } = useEditor();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const errors = useChecked((state) => state.errors);
  const unstarted = useChecked((state) => state.issues.some(isUnstarted));
  const next = (flow.published?.version ?? 0) + 1;

  const publish = useMutation({
    mutationFn: async () => {
      if (checker.now(store.getState().document).errors > 0) return null;
      const revision = await flush();
      return publishFlow(flow.id, { revision, ...(message.trim() ? { message: message.trim() } : {}) });
    },
    onSuccess: (done) => {
      if (!done) return;
      setMessage("");
      onPublished({ ...done, at: new Date().toISOString(), by: "you", message });
      void client.invalidateQueries({ queryKey: ["flows"] });
      close();
      toast.success(
        `Version ${done.version} is published`,
        flow.numbers.length > 0
          ? { description: "Runs from now on use it; running ones keep theirs." }
          : {
              description: "No number leads to this flow yet.",
              action: { label: "Choose a number", onClick: () => navigate(`/numbers?flow=${flow.id}`) },
            },
      );
    },
    onError: (error) => sayError(error, "The flow was not published"),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Publish version ${next}`}
      description={
        flow.published ? "Runs from now on use it; running ones keep theirs." : "Then calls and messages can be sent to this flow."
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant={unstarted ? "default" : "primary"}
            busy={publish.isPending}
            disabled={errors > 0}
            onClick={() => publish.mutate()}
          >
            {unstarted ? "Publish all the same" : "Publish"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Against close={close} />
        {flow.published && <Changes flowId={flow.id} version={flow.published.version} />}
        <Field label="What changed" optional>
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              maxLength={500}
              placeholder="A line for whoever looks at the versions"
              value={message}
              onChange={(event) => setMessage(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && errors === 0) publish.mutate();
              }}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

function Against({ close }: { close: () => void }) {
  const jump = useJumpToIssue();
  const all = useChecked((state) => state.issues).filter((issue) => issue.level !== "hint");
  const unstarted = all.find(isUnstarted);
  const issues = all.filter((issue) => issue !== unstarted);
  const nodes = useDocumentState((state) => state.document.nodes);
  const errors = issues.filter((issue) => issue.level === "error").length;
  if (all.length === 0) return null;
  const go = (issue: Issue) => {
    close();
    jump(issue);
  };
  return (
    <div className="flex flex-col gap-1">
      {unstarted && <Unstarted issue={unstarted} />}
      {issues.length > 0 && (
        <p className="text-xs font-medium">
          {errors > 0 ? `${count(errors, "error")} to mend first` : `${count(issues.length, "warning")}; you can publish all the same`}
        </p>
      )}
      <ul className="-mx-2 max-h-40 overflow-y-auto">
        {issues.map((issue, index) => (
          <li key={index} className="flex items-start">
            <button
              type="button"
              className="flex min-w-0 flex-1 gap-2 rounded-sm px-2 py-1 text-left text-xs hover:bg-hover"
              onClick={() => go(issue)}
            >
              {issue.level === "error" ? (
                <CircleAlert size={13} className="mt-px shrink-0 text-danger" aria-label="Error" />
              ) : (
                <TriangleAlert size={13} className="mt-px shrink-0 text-warning" aria-label="Warning" />
              )}
              <span>
                <span className="font-medium">{nodes.find((node) => node.id === issue.nodeId)?.name ?? "Flow"}</span> · {issue.message}
              </span>
            </button>
            <MendButton issue={issue} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** No call, message or request would begin a run: allowed, since a flow may be joined later, and hardly ever meant. */
const isUnstarted = (issue: Issue): boolean => issue.code === "no_start_cord";

function Unstarted({ issue }: { issue: Issue }) {
  return (
    <div role="alert" className="mb-2 flex items-start gap-2.5 rounded-control bg-warning-soft p-3">
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warning" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">Nobody would get through</p>
        <p>{issue.message}</p>
        <MendButton issue={issue} className="mt-2" prominent />
      </div>
    </div>
  );
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
const SHOWN = 6;

function Changes({ flowId, version }: { flowId: string; version: number }) {
  const layout = useLayoutStore();
  const draft = useDocumentState((state) => state.document);
  const { data } = useQuery(versionQuery(flowId, version));
  if (!data) return null;
  const changes = diffFlows(data.document, draft);
  return (
    <div className="flex flex-col gap-1 text-xs">
      <div className="flex items-center justify-between">
        <p className="font-medium">
          {changes.length === 0 ? `Does the same as version ${version}` : `${count(changes.length, "change")} since version ${version}`}
        </p>
        {changes.length > 0 && (
          <Button
            size="sm"
            variant="ghost"
            icon={<GitCompareArrows size={14} />}
            onClick={() => layout.setState({ dialog: null, compare: { from: version, to: "draft", back: "publish" } })}
          >
            Show on the board
          </Button>
        )}
      </div>
      <ul className="flex flex-col gap-0.5 text-muted">
        {changes.slice(0, SHOWN).map((change, index) => (
          <li key={index}>{change.words}</li>
        ))}
        {changes.length > SHOWN && <li>and {changes.length - SHOWN} more</li>}
      </ul>
    </div>
  );
}
