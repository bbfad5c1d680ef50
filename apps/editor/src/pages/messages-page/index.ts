export { MessagesPage as default } from "./messages-page.tsx";
