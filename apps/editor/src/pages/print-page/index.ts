export { PrintPage as default } from "./print-page.tsx";
