import { Contrast as ContrastIcon, Monitor, Moon, Sun, SunMedium } from "lucide-react";
import { Segmented, useTheme, type Contrast, type Theme } from "../../ui/index.ts";
import { Section } from "./section.tsx";

const THEMES: Record<Theme, Look> = {
  system: { label: "As the system", Icon: Monitor },
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
};
const CONTRASTS: Record<Contrast, Look> = {
  system: { label: "As the system", Icon: Monitor },
  standard: { label: "Standard", Icon: SunMedium },
  more: { label: "High", Icon: ContrastIcon },
};

interface Look {
  label: string;
  Icon: typeof Sun;
}

export function AppearanceSection() {
  const { theme, contrast, setTheme, setContrast } = useTheme();
  return (
    <Section title="Appearance" description="Kept in this browser. Motion follows the system’s setting for reduced motion.">
      <div className="flex flex-col gap-5">
        <Choice label="Theme" value={theme} among={THEMES} onChoose={setTheme} />
        <Choice
          label="Contrast"
          value={contrast}
          among={CONTRASTS}
          onChoose={setContrast}
          hint="High contrast is black on white, or white on black, with every border drawn."
        />
      </div>
    </Section>
  );
}

interface ChoiceProps<One extends string> {
  label: string;
  value: One;
  among: Record<One, Look>;
  onChoose: (one: One) => void;
  hint?: string;
}

function Choice<One extends string>({ label, value, among, onChoose, hint }: ChoiceProps<One>) {
  const isOne = (name: string): name is One => name in among;
  return (
    <div className="flex flex-col items-start gap-1.5">
      <h3 className="font-medium">{label}</h3>
      <Segmented
        label={label}
        value={value}
        onValueChange={(name) => isOne(name) && onChoose(name)}
        options={Object.entries<Look>(among).map(([name, { label: text, Icon }]) => ({
          value: name,
          label: (
            <span className="flex items-center justify-center gap-1.5">
              <Icon size={14} aria-hidden />
              {text}
            </span>
          ),
        }))}
      />
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  );
}
