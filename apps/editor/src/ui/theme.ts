import { create } from "zustand";

export type Theme = "system" | "light" | "dark";
const KEY = "cordboard.theme";

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

/** The tokens are light-dark() pairs: without the attribute the system's choice holds. */
function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

interface ThemeState {
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: "system",
  setTheme: (theme) => {
    localStorage.setItem(KEY, theme);
    apply(theme);
    set({ theme });
  },
}));

/** Call once before the first render, so that a chosen theme never flashes. */
export function initTheme(): void {
  const theme = stored();
  apply(theme);
  useTheme.setState({ theme });
}
