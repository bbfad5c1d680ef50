import { Toaster as Sonner, toast } from "sonner";
import { useTheme } from "./theme.ts";

export { toast };

/** Once, at the root. Undo goes into `toast("Deleted 2 steps", { action: { label: "Undo", onClick } })`. */
export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-center"
      gap={8}
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: "floating flex font-sans w-[360px] items-center gap-2.5 px-3.5 py-2.5 text-sm",
          description: "text-xs text-muted",
          actionButton: "ml-auto shrink-0 rounded-control px-2 py-1 text-xs font-medium text-brass hover:bg-brass-soft",
          error: "[&_[data-icon]]:text-danger",
          success: "[&_[data-icon]]:text-ok",
          warning: "[&_[data-icon]]:text-warning",
        },
      }}
    />
  );
}
