import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

const PLUGINS = [remarkGfm];

export default function HelpMarkdown({ text }: { text: string }) {
  return <Markdown remarkPlugins={PLUGINS}>{text}</Markdown>;
}
