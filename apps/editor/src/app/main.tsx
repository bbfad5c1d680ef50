import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../styles/index.css";
import { initTheme, watchHand } from "../ui/index.ts";
import { App } from "./app.tsx";

initTheme();
watchHand();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
