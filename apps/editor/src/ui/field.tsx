import { CircleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  /** Gets the ids to put on the control. */
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined }) => ReactNode;
}

export function Field({ label, hint, error, optional, children }: FieldProps) {
  const id = useId();
  const about = hint || error ? `${id}-about` : undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({ id, "aria-describedby": about, "aria-invalid": error ? true : undefined })}
      {about && (
        <div id={about} className="flex flex-col gap-0.5 text-xs">
          {error && <FieldError>{error}</FieldError>}
          {hint && <span className="text-muted">{hint}</span>}
        </div>
      )}
    </div>
  );
}

export function FieldError({ children }: { children: ReactNode }) {
  return (
    <span className="flex gap-1 text-xs text-danger">
      <CircleAlert size={13} className="mt-px shrink-0" aria-hidden />
      <span>{children}</span>
    </span>
  );
}
