import type { ComponentProps } from "react";
import Markdown, { type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";

const PLUGINS = [remarkGfm];
const COMPONENTS = { table: Table };

export function HelpMarkdown({ text }: { text: string }) {
  return (
    <Markdown remarkPlugins={PLUGINS} components={COMPONENTS}>
      {text}
    </Markdown>
  );
}

type Hast = NonNullable<ExtraProps["node"]>["children"][number];

/** In a narrow panel a table of settings has the default beside the name, and what it means below both; long codes have a line of their own. */
function Table({ node, ...props }: ComponentProps<"table"> & ExtraProps) {
  const head = node?.children.find((child) => child.type === "element");
  const columns = head
    ? textOf(head)
        .trim()
        .split(/\s*\n\s*/)
    : [];
  return <table {...props} {...((columns[2] === "Default" || columns[0] === "Code") && { className: "stacked" })} />;
}

const textOf = (node: Hast): string => ("children" in node ? node.children.map(textOf).join("") : "value" in node ? node.value : "");
