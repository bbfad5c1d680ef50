import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { manifestIcons } from "./manifest-icons.ts";

const server = "http://localhost:3000";

export default defineConfig({
  plugins: [react(), tailwindcss(), manifestIcons()],
  build: { target: "baseline-widely-available", sourcemap: true, chunkSizeWarningLimit: 900 },
  server: { proxy: { "/api/live": { target: server, ws: true }, "/api": server, "/sign-in": server } },
});
