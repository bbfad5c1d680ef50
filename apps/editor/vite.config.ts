import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { manifestIcons } from "./manifest-icons.ts";

const server = "http://localhost:3000";

/** Libraries that are a chunk of their own wherever they are used. */
const library = (name: string, packages: string) => ({ name, test: new RegExp(`/node_modules/(${packages})`) });
const LIBRARIES = [
  library("react", "react/|react-dom/|scheduler/|use-sync-external-store/|zustand/|classcat/"),
  library("zod", "zod/"),
  library(
    "radix",
    "@radix-ui/|radix-ui/|@floating-ui/|sonner/|aria-hidden/|react-remove-scroll|react-style-singleton/|use-callback-ref/|use-sidecar/",
  ),
  library("phone-numbers", "libphonenumber-js/"),
  library("react-flow", "@xyflow/|d3-"),
  library("code-mirror", "@codemirror/|@lezer/|style-mod/"),
  library("markdown", "micromark|mdast|hast|unified/|unist|react-markdown/|remark-"),
  library("liquid", "liquidjs/"),
];

export default defineConfig({
  plugins: [react(), tailwindcss(), manifestIcons()],
  // Tailwind writes the map of the built styles only then; without one the build warns of all maps.
  css: { devSourcemap: true },
  build: {
    target: "baseline-widely-available",
    sourcemap: true,
    chunkSizeWarningLimit: 900,
    // For the bundle report (scripts/lib/bundle.mjs): which chunk brings which.
    manifest: true,
    // By name, so that the report says what grew and not which module came first in a chunk.
    rolldownOptions: {
      // How long each plugin took is nothing for somebody who starts Cordboard on a slow machine.
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: LIBRARIES } },
    },
  },
  server: { proxy: { "/api/live": { target: server, ws: true }, "/api": server, "/sign-in": server } },
});
