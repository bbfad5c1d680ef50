import type { Issue } from "@cordboard/contract";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";
import type { Path } from "../document/index.ts";
import { cx } from "../ui/index.ts";
import { useFieldIssues } from "./form-context.tsx";
import { MendButton } from "./mend-button.tsx";

/** What a control puts on itself so that its label, help and issues belong to it. */
export interface ControlIds {
  id: string;
  labelId: string;
  /** For a control without a visible label. */
  label?: string;
  describedBy: string | undefined;
  invalid: boolean;
}

export interface FieldFrameProps {
  path: Path;
  title: string;
  description?: string | null;
  /** The label stands beside the control (switches). */
  inline?: boolean;
  /** The control is a group of controls: a heading instead of a label. */
  group?: boolean;
  /** Right of the label. */
  aside?: ReactNode;
  children: (ids: ControlIds) => ReactNode;
}

/** Label, control, help, issues. `data-field` is where an issue's "go there" leads. */
export function FieldFrame({ path, title, description, inline, group, aside, children }: FieldFrameProps) {
  const id = useId();
  const issues = useFieldIssues(path);
  const about = description || issues.length > 0 ? `${id}-about` : undefined;
  const ids: ControlIds = { id, labelId: `${id}-label`, describedBy: about, invalid: issues.some((issue) => issue.level === "error") };
  const label = group ? (
    <span id={ids.labelId} className="text-xs font-medium">
      {title}
    </span>
  ) : (
    <label id={ids.labelId} htmlFor={id} className="text-xs font-medium">
      {title}
    </label>
  );
  return (
    <div data-field={path.join(".")} className="flex scroll-my-4 flex-col gap-1">
      <div className={cx("flex min-h-5 items-center gap-2", inline ? "justify-between" : "")}>
        {label}
        {inline && children(ids)}
        {aside && <span className="ml-auto">{aside}</span>}
      </div>
      {!inline && children(ids)}
      {about && (
        <div id={about} className="flex flex-col gap-0.5">
          <IssueLines issues={issues} />
          {description && <p className="text-xs text-muted">{description}</p>}
        </div>
      )}
    </div>
  );
}

const MARKS = {
  error: { Icon: CircleAlert, className: "text-danger" },
  warning: { Icon: TriangleAlert, className: "text-warning" },
  hint: { Icon: Info, className: "text-muted" },
};

export function IssueLines({ issues }: { issues: readonly Issue[] }) {
  return issues.map((issue) => {
    const { Icon, className } = MARKS[issue.level];
    return (
      <p key={`${issue.code} ${issue.field} ${issue.message}`} className={cx("flex gap-1.5 text-xs", className)}>
        <Icon size={13} className="mt-px shrink-0" aria-hidden />
        <span className="min-w-0">
          {issue.message}
          <MendButton issue={issue} className="-ml-1.5 flex h-6 px-1.5" />
        </span>
      </p>
    );
  });
}

/** Issues inside a composed control that no frame of its own would show. */
export function InnerIssues({ path, deep }: { path: Path; deep?: boolean }) {
  return <IssueLines issues={useFieldIssues(path, deep)} />;
}
