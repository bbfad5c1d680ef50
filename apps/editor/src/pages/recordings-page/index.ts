export { RecordingsPage as default } from "./recordings-page.tsx";
