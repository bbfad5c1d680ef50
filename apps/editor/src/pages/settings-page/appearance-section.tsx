import { Monitor, Moon, Sun } from "lucide-react";
import { Segmented, useTheme, type Theme } from "../../ui/index.ts";
import { Section } from "./section.tsx";

const isTheme = (value: string): value is Theme => value === "system" || value === "light" || value === "dark";

export function AppearanceSection() {
  const { theme, setTheme } = useTheme();
  const option = (value: Theme, label: string, Icon: typeof Sun) => ({
    value,
    label: (
      <span className="flex items-center justify-center gap-1.5">
        <Icon size={14} aria-hidden />
        {label}
      </span>
    ),
  });
  return (
    <Section title="Appearance" description="Kept in this browser. Motion follows the system’s setting for reduced motion.">
      <Segmented
        label="Theme"
        value={theme}
        onValueChange={(value) => isTheme(value) && setTheme(value)}
        options={[option("system", "As the system", Monitor), option("light", "Light", Sun), option("dark", "Dark", Moon)]}
      />
    </Section>
  );
}
