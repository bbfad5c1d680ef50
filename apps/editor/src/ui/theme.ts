import { create } from "zustand";

const THEMES = ["system", "light", "dark"] as const;
const CONTRASTS = ["system", "standard", "more"] as const;
export type Theme = (typeof THEMES)[number];
export type Contrast = (typeof CONTRASTS)[number];
const KEYS = { theme: "cordboard.theme", contrast: "cordboard.contrast" };

const stored = <One extends string>(key: string, among: readonly [One, ...One[]]): One =>
  among.find((one) => one === localStorage.getItem(key)) ?? among[0];

/** The tokens are light-dark() pairs: without the attribute the system's choice holds. */
function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

const WANTS_MORE = "(prefers-contrast: more)";
const WANTS_DARK = "(prefers-color-scheme: dark)";

/** High contrast has tokens of its own, so what the system asks for is written down as if it were chosen. */
function applyContrast(contrast: Contrast): void {
  const more = contrast === "more" || (contrast === "system" && matchMedia(WANTS_MORE).matches);
  if (more) document.documentElement.dataset["contrast"] = "more";
  else delete document.documentElement.dataset["contrast"];
}

interface ThemeState {
  theme: Theme;
  contrast: Contrast;
  setTheme: (theme: Theme) => void;
  setContrast: (contrast: Contrast) => void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: "system",
  contrast: "system",
  setTheme: (theme) => {
    localStorage.setItem(KEYS.theme, theme);
    applyTheme(theme);
    set({ theme });
  },
  setContrast: (contrast) => {
    localStorage.setItem(KEYS.contrast, contrast);
    applyContrast(contrast);
    set({ contrast });
  },
}));

/** Call once before the first render, so that a chosen theme never flashes. */
export function initTheme(): void {
  const [theme, contrast] = [stored(KEYS.theme, THEMES), stored(KEYS.contrast, CONTRASTS)];
  applyTheme(theme);
  applyContrast(contrast);
  useTheme.setState({ theme, contrast });
  matchMedia(WANTS_MORE).addEventListener("change", () => applyContrast(useTheme.getState().contrast));
}

/** For what is painted by hand: tells when a theme or a contrast is chosen, here or for the whole system. Answers how to stop it. */
export function whenColoursChange(listener: () => void): () => void {
  const stop = useTheme.subscribe(listener);
  const queries = [WANTS_DARK, WANTS_MORE].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    stop();
    for (const query of queries) query.removeEventListener("change", listener);
  };
}
