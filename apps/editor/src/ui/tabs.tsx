import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface TabsProps {
  value: string;
  onValueChange: (value: string) => void;
  tabs: { value: string; label: ReactNode; content: ReactNode }[];
  label: string;
  /** Right of the tabs, on the same line. */
  aside?: ReactNode;
  className?: string;
}

export function Tabs({ value, onValueChange, tabs, label, aside, className }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className={cx("flex min-h-0 flex-col", className)}>
      <div className="flex shrink-0 items-center justify-between gap-3 border-b border-line px-3">
        <TabList tabs={tabs} label={label} />
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

function TabList({ tabs, label }: { tabs: { value: string; label: ReactNode }[]; label: string }) {
  return (
    <Radix.List aria-label={label} className="flex gap-1">
      {tabs.map((tab) => (
        <Radix.Trigger
          key={tab.value}
          value={tab.value}
          className="relative flex h-9 items-center gap-1.5 px-2 text-sm text-muted outline-offset-[-2px] hover:text-ink data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-full data-[state=active]:after:bg-brass"
        >
          {tab.label}
        </Radix.Trigger>
      ))}
    </Radix.List>
  );
}
