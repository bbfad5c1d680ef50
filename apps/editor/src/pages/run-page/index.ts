export { RunPage as default } from "./run-page.tsx";
