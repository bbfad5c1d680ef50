import { defineConfig } from "vitest/config";
import { manifestIcons } from "./manifest-icons.ts";

export default defineConfig({
  plugins: [manifestIcons()],
  test: { name: "editor", environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
