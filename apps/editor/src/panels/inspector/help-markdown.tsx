import { useMemo, type ComponentProps } from "react";
import Markdown, { type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Link } from "wouter";
import { headingId, helpAddress } from "../../app/help-address.ts";

const PLUGINS = [remarkGfm];

/** A page of `docs/`, or a part of one. `from`: its folder below `docs`. `away`: links to other pages open beside this one. */
export function HelpMarkdown({ text, from, away = false }: { text: string; from: string; away?: boolean }) {
  const components = useMemo(
    () => ({ table: Table, h2: Heading, a: (props: ComponentProps<"a">) => <HelpLink {...props} from={from} away={away} /> }),
    [from, away],
  );
  return (
    <Markdown remarkPlugins={PLUGINS} components={components}>
      {text}
    </Markdown>
  );
}

function HelpLink({ href = "", children, from, away }: ComponentProps<"a"> & { from: string; away: boolean }) {
  if (href.startsWith("#")) return <a href={href}>{children}</a>;
  const address = helpAddress(from, href);
  if (address !== null && !away) return <Link href={address}>{children}</Link>;
  const elsewhere = address ?? (/^https?:/.test(href) ? href : null);
  // What Cordboard doesn't bring along is named, and leads nowhere.
  if (elsewhere === null) return <span>{children}</span>;
  return (
    <a href={elsewhere} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function Heading({ node, children }: ComponentProps<"h2"> & ExtraProps) {
  return <h2 id={node ? headingId(textOf(node)) : undefined}>{children}</h2>;
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

const textOf = (node: Hast | NonNullable<ExtraProps["node"]>): string =>
  "children" in node ? node.children.map(textOf).join("") : "value" in node ? node.value : "";
