export { RunsPage as default } from "./runs-page.tsx";
