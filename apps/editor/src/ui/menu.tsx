import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Keys } from "./kbd.tsx";
import { comesBack } from "./return-focus.ts";

/** A line of a menu. */
export type MenuItem =
  | {
      label: string;
      onSelect: () => void;
      icon?: ReactNode;
      keys?: string[];
      danger?: boolean;
      disabled?: boolean;
      /** Shows a tick (a choice within the menu). */
      checked?: boolean;
    }
  /** A menu of its own, beside. */
  | { label: string; icon?: ReactNode; items: MenuItem[] }
  | { separator: true }
  | { heading: string };

const CONTENT = "floating pop-in z-50 max-h-(--radix-popper-available-height) min-w-44 overflow-y-auto p-1";
const ITEM =
  "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover";

/** Menus stand within the page's landmark, and leave the rest of the page readable while they are open. */
const page = (): HTMLElement | null => document.querySelector("main");

function Items({ items }: { items: MenuItem[] }) {
  const { Item, Separator, Label } = DropdownMenu;
  return items.map((item, index) => {
    if ("separator" in item) return <Separator key={index} className="mx-1 my-1 h-px bg-line" />;
    if ("heading" in item) {
      return (
        <Label key={index} className="px-2 pt-1.5 pb-1 text-2xs font-medium text-muted">
          {item.heading}
        </Label>
      );
    }
    if ("items" in item) return <Nested key={item.label} {...item} />;
    return (
      <Item
        key={item.label}
        disabled={item.disabled === true}
        onSelect={item.onSelect}
        className={cx(ITEM, item.danger && "text-danger data-[highlighted]:bg-danger-soft")}
      >
        {item.icon && <span className={cx("flex w-4 justify-center", !item.danger && "text-muted")}>{item.icon}</span>}
        <span className="flex-1">{item.label}</span>
        {item.checked && <Check size={14} className="text-brass" />}
        {item.keys && <Keys keys={item.keys} />}
      </Item>
    );
  });
}

function Nested({ label, icon, items }: { label: string; icon?: ReactNode; items: MenuItem[] }) {
  const { Sub, SubTrigger, SubContent, Portal } = DropdownMenu;
  return (
    <Sub>
      <SubTrigger className={cx(ITEM, "data-[state=open]:bg-hover")}>
        {icon && <span className="flex w-4 justify-center text-muted">{icon}</span>}
        <span className="flex-1">{label}</span>
        <ChevronRight size={14} className="text-muted" aria-hidden />
      </SubTrigger>
      <Portal container={page()}>
        <SubContent sideOffset={4} collisionPadding={8} className={CONTENT}>
          <Items items={items} />
        </SubContent>
      </Portal>
    </Sub>
  );
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  items: MenuItem[];
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, items, align = "end", side = "bottom", onOpenChange }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={page()}>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={CONTENT}
          onCloseAutoFocus={comesBack}
        >
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A menu that opens where the pointer is, without a trigger of its own. */
export function PointMenu({
  at,
  items,
  label,
  onClose,
}: {
  at: { x: number; y: number };
  items: MenuItem[];
  label: string;
  onClose: () => void;
}) {
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed size-0" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={page()}>
        <DropdownMenu.Content aria-label={label} align="start" sideOffset={2} collisionPadding={8} className={CONTENT}>
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
