export { FlowPage } from "./flow-page.tsx";
