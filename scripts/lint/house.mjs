// Three rules of the house (docs/design: architecture.md "Who may import whom", style.md) as an oxlint plugin.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Workspace packages each part may import. Subpaths stand for themselves. */
const TABLE = {
  "packages/plivo": [],
  "packages/contract": ["@cordboard/plivo"],
  "packages/components": ["@cordboard/contract", "@cordboard/plivo"],
  "packages/flow": ["@cordboard/contract", "@cordboard/components/manifest"],
  "packages/engine": ["@cordboard/contract", "@cordboard/flow"],
  "packages/carrier": ["@cordboard/contract", "@cordboard/plivo"],
  "packages/sandbox": ["@cordboard/contract"],
  "packages/api": ["@cordboard/contract", "@cordboard/flow"],
  "packages/simulator": ["@cordboard/plivo"],
  "packages/testing": [
    "@cordboard/contract",
    "@cordboard/flow",
    "@cordboard/engine",
    "@cordboard/components/manifest",
    "@cordboard/components/runtime",
    "@cordboard/simulator",
    "@cordboard/plivo",
    "@cordboard/carrier",
    "@cordboard/sandbox",
  ],
  "apps/editor": [
    "@cordboard/api",
    "@cordboard/flow",
    "@cordboard/contract",
    "@cordboard/components/manifest",
    "@cordboard/components/editor",
    "@cordboard/plivo/message-units",
  ],
  "apps/server": [
    "@cordboard/api",
    "@cordboard/flow",
    "@cordboard/contract",
    "@cordboard/components/manifest",
    "@cordboard/components/runtime",
    "@cordboard/engine",
    "@cordboard/engine/random",
    "@cordboard/carrier",
    "@cordboard/sandbox",
    "@cordboard/plivo",
    "@cordboard/simulator",
    "@cordboard/testing",
    "@cordboard/testing/free-port",
  ],
  "apps/cli": [
    "@cordboard/api",
    "@cordboard/flow",
    "@cordboard/contract",
    "@cordboard/components/manifest",
    "@cordboard/components/runtime",
    "@cordboard/engine",
    "@cordboard/carrier",
    "@cordboard/plivo",
    "@cordboard/simulator",
    "@cordboard/testing",
    "@cordboard/testing/free-port",
    "@cordboard/server/backup",
  ],
  e2e: ["@cordboard/simulator", "@cordboard/api", "@cordboard/testing/free-port", "@cordboard/testing/card-renders"],
  bench: ["@cordboard/simulator", "@cordboard/api", "@cordboard/plivo", "@cordboard/testing/free-port", "@cordboard/testing/card-renders"],
  chaos: ["@cordboard/simulator", "@cordboard/api", "@cordboard/testing/free-port"],
};

/** Libraries that belong to one part only. */
const ONLY_IN = {
  xstate: ["packages/engine"],
  react: ["apps/editor", "packages/components"],
  "@xyflow/react": ["apps/editor"],
  "better-sqlite3": ["apps/server"],
  plivo: [],
};

const isTest = (path) => /\.test\.tsx?$|(^|\/)e2e\//.test(path);

const importTable = {
  create(context) {
    const path = relative(ROOT, context.filename ?? context.getFilename())
      .split(sep)
      .join("/");
    const part = Object.keys(TABLE).find((p) => path.startsWith(`${p}/`));
    const check = (node) => {
      const source = node.source?.value;
      if (!part || typeof source !== "string") return;
      if (source.startsWith("@cordboard/")) {
        const own = source === JSON.parse(readFileSync(join(ROOT, part, "package.json"), "utf8")).name;
        if (!own && !TABLE[part].includes(source) && !(isTest(path) && part === "packages/components" && source === "@cordboard/testing"))
          context.report({ node, message: `${part} must not import ${source}: see the import table in CONTRIBUTING.md.` });
      }
      const owners = ONLY_IN[source];
      if (owners && !owners.includes(part) && !isTest(path))
        context.report({ node, message: `${source} belongs in ${owners.join(", ") || "tests"} only.` });
      if (source.startsWith(".")) {
        const target = relative(ROOT, resolve(dirname(join(ROOT, path)), source))
          .split(sep)
          .join("/");
        if (!target.startsWith(`${part}/`) && !isTest(path))
          context.report({ node, message: `${part} must not reach into ${target}: import the package.` });
        if (part === "packages/components") componentSides(context, node, path, target);
      }
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

/** A manifest is read by the browser: it must not pull in a runtime; a component must not know another one. */
function componentSides(context, node, path, target) {
  if (path.endsWith("/manifest.ts") && target.endsWith("/runtime.ts"))
    context.report({ node, message: "A manifest must not import a runtime: the browser reads it." });
  const own = /^packages\/components\/src\/([a-z_]+)\//.exec(path)?.[1];
  const other = /^packages\/components\/src\/([a-z_]+)\//.exec(target)?.[1];
  if (own && other && other !== own && other !== "shared")
    context.report({ node, message: `${own} must not import ${other}: share it in shared/.` });
}

const componentsDir = join(ROOT, "packages/components/src");
const TYPES = new Set(
  existsSync(componentsDir) ? readdirSync(componentsDir).filter((d) => existsSync(join(componentsDir, d, "manifest.ts"))) : [],
);

/** Shared code reads what a manifest declares; it never asks which component it has. */
const noTypeBranching = {
  create(context) {
    const path = relative(ROOT, context.filename ?? context.getFilename())
      .split(sep)
      .join("/");
    if (isTest(path) || !/^(packages|apps)\//.test(path) || /^packages\/(plivo|simulator)\//.test(path)) return {};
    const own = /^packages\/components\/src\/([a-z_]+)\//.exec(path)?.[1];
    // `event.type === "hangup"` is an event's type: only what is named after a node, a manifest or a component counts.
    const nameOf = (n) => (n?.type === "Identifier" ? n.name : n?.type === "MemberExpression" && !n.computed ? n.property.name : "");
    const isTypeOf = (n) => {
      if (n?.type === "ChainExpression") return isTypeOf(n.expression);
      if (nameOf(n) === "nodeType" || nameOf(n) === "componentType") return true;
      return n?.type === "MemberExpression" && nameOf(n) === "type" && /^n$|node|manifest|component/i.test(nameOf(n.object));
    };
    const literal = (n) => (n?.type === "Literal" || n?.type === "StringLiteral") && TYPES.has(n.value) && n.value !== own;
    const report = (node) =>
      context.report({
        node,
        message: "Don't branch on a component's type outside its folder: let its manifest declare a property (style.md).",
      });
    return {
      BinaryExpression(node) {
        if (
          /^[!=]==?$/.test(node.operator) &&
          ((isTypeOf(node.left) && literal(node.right)) || (isTypeOf(node.right) && literal(node.left)))
        )
          report(node);
      },
      SwitchStatement(node) {
        if (isTypeOf(node.discriminant) && node.cases.some((c) => literal(c.test))) report(node);
      },
    };
  },
};

/** Parts that get time, chance and the network handed in, so that a simulation can stand in for the world with one seed. */
const HANDED_IN = /^(packages\/(engine|flow|contract|carrier)\/src|apps\/server\/src\/runtime)\//;
/** Where the real ones are made. */
const MAKES_THEM = "apps/server/src/runtime/real-host.ts";
const BANNED_CALLS = new Set(["fetch", "setTimeout", "setInterval", "setImmediate", "Date"]);
const BANNED_MEMBERS = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "process.hrtime",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "AbortSignal.timeout",
]);
const BANNED_IMPORTS = new Set(["randomUUID", "randomBytes", "randomInt", "setTimeout", "setInterval", "setImmediate", "performance"]);

const noWorld = {
  create(context) {
    const path = relative(ROOT, context.filename ?? context.getFilename())
      .split(sep)
      .join("/");
    if (!HANDED_IN.test(path) || isTest(path) || path === MAKES_THEM) return {};
    const report = (node, what) =>
      context.report({ node, message: `${what} is the machine's own: take it from the Host that is handed in (runtime/host.ts).` });
    return {
      CallExpression({ callee }) {
        if (callee.type === "Identifier" && BANNED_CALLS.has(callee.name)) report(callee, callee.name);
      },
      NewExpression(node) {
        if (node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0) report(node, "new Date()");
      },
      // Also where the function is only named, as in `random: Math.random`.
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier" && !(object.type === "MemberExpression" && object.object.name === "globalThis")) return;
        const name = `${object.type === "Identifier" ? object.name : object.property.name}.${property.name}`;
        if (BANNED_MEMBERS.has(name)) report(node, name);
      },
      ImportSpecifier(node) {
        const name = node.imported.name ?? node.imported.value;
        if (node.parent.source.value.startsWith("node:") && BANNED_IMPORTS.has(name)) report(node, name);
      },
    };
  },
};

export default {
  meta: { name: "house" },
  rules: { "import-table": importTable, "no-type-branching": noTypeBranching, "no-world": noWorld },
};
