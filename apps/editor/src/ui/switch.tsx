import { Switch as Radix } from "radix-ui";

export interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: string;
  id?: string;
  disabled?: boolean;
  describedBy?: string;
}

export function Switch({ checked, onCheckedChange, label, id, disabled, describedBy }: SwitchProps) {
  return (
    <Radix.Root
      id={id}
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled === true}
      aria-label={label}
      aria-describedby={describedBy}
      className="relative h-[18px] w-8 shrink-0 rounded-full bg-control transition-colors duration-100 focus-visible:outline-offset-2 disabled:opacity-45 data-[state=checked]:bg-brass"
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface transition-transform duration-100 data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
