import type { ReactNode } from "react";

export function Section({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 className="text-md font-semibold">{title}</h2>
          <p className="mt-0.5 max-w-xl text-muted">{description}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
