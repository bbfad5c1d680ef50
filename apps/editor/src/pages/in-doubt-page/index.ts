export { InDoubtPage as default } from "./in-doubt-page.tsx";
