import type { ReactNode } from "react";

/** Title and actions of a page that is not the board. */
export function PageHeader({ title, description, actions }: { title: ReactNode; description?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pt-8 pb-5">
      <div className="min-w-0">
        <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
        {description && <p className="mt-0.5 text-muted">{description}</p>}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </header>
  );
}

/** The column that pages other than the board stand in. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <main className="h-full overflow-y-auto">
      <div className="mx-auto max-w-[1280px] px-8 pb-16 max-sm:px-4">{children}</div>
    </main>
  );
}
