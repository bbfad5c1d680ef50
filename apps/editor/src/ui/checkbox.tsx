import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";

export interface CheckboxProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: string;
  id?: string;
  disabled?: boolean;
}

export function Checkbox({ checked, onCheckedChange, label, id, disabled }: CheckboxProps) {
  return (
    <Radix.Root
      id={id}
      checked={checked}
      onCheckedChange={(value) => onCheckedChange(value === true)}
      disabled={disabled === true}
      aria-label={label}
      className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface disabled:opacity-45 data-[state=checked]:border-brass data-[state=checked]:bg-brass"
    >
      <Radix.Indicator>
        <Check size={12} strokeWidth={3} className="text-on-brass" />
      </Radix.Indicator>
    </Radix.Root>
  );
}
