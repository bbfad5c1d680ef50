import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";
import { returnFocus } from "./return-focus.ts";

const VEIL = "fixed inset-0 z-40 bg-veil fade-in";
const BOX = "floating pop-in fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-panel";

export interface DialogProps {
  open: boolean;
  /** Left out where one of the buttons has to be pressed. */
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right-aligned below a line. */
  footer?: ReactNode;
  /** `full`: as large as the page, and its content takes the whole of it. */
  size?: "sm" | "md" | "lg" | "full";
  children?: ReactNode;
}

/** The first field is where work begins; without one the dialog itself, so that no button is pressed by accident. */
function focusFirstField(event: Event): void {
  const box = event.currentTarget;
  if (!(box instanceof HTMLElement)) return;
  event.preventDefault();
  (box.querySelector<HTMLElement>("input:not([type=file]), textarea, select") ?? box).focus();
}

const WIDTHS = {
  sm: "max-w-[400px]",
  md: "max-w-[520px]",
  lg: "max-w-[760px]",
  full: "top-4! h-[calc(100vh-32px)] max-h-none! max-w-[1680px]",
};

export function Dialog({ open, onOpenChange, title, description, footer, size = "md", children }: DialogProps) {
  const [focus] = useState(() => returnFocus(false));
  return (
    <Radix.Root open={open} {...(onOpenChange && { onOpenChange })}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          className={cx(BOX, WIDTHS[size], "outline-none")}
          onOpenAutoFocus={(event) => {
            focus.take();
            focusFirstField(event);
          }}
          onCloseAutoFocus={focus.giveBack}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-1">
            <div>
              <Radix.Title className="text-md font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            {onOpenChange && (
              <Radix.Close
                aria-label="Close"
                className="-mr-1.5 flex size-7 shrink-0 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink"
              >
                <X size={16} aria-hidden />
              </Radix.Close>
            )}
          </header>
          <div className={cx("min-h-0 px-5 py-3", size === "full" ? "flex-1" : "overflow-y-auto")}>{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  /** What the button does, as a verb: "Delete flow". */
  action: string;
  onConfirm: () => void;
  danger?: boolean;
}

/** For what cannot be undone; everything else gets an undo instead. */
export function ConfirmDialog({ open, onOpenChange, title, description, action, onConfirm, danger }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={VEIL} />
        <AlertDialog.Content className={cx(BOX, WIDTHS.sm, "p-5")}>
          <AlertDialog.Title className="text-md font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted">{description}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant={danger ? "danger" : "primary"} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
