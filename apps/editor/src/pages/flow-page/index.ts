export { FlowPage as default } from "./flow-page.tsx";
