export { NumbersPage as default } from "./numbers-page.tsx";
