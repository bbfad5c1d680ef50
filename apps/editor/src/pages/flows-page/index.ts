export { FlowsPage as default } from "./flows-page.tsx";
