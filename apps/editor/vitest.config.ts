import { defineConfig } from "vitest/config";
import { manifestIcons } from "./manifest-icons.ts";

export default defineConfig({
  plugins: [manifestIcons()],
  test: { name: "editor", environment: "jsdom", isolate: false, include: ["src/**/*.test.{ts,tsx}"] },
});
