/** Finds the route of a path. `methods` are those the path has, for a 405. */
export function match<Handler>(
  routes: readonly (readonly [method: string, path: string, handler: Handler])[],
  method: string,
  path: string,
): { handler: Handler; params: Record<string, string> } | { handler: null; methods: string[] } {
  const parts = split(path);
  const methods: string[] = [];
  for (const [routeMethod, pattern, handler] of routes) {
    const params = fit(split(pattern), parts);
    if (!params) continue;
    if (routeMethod === method) return { handler, params };
    methods.push(routeMethod);
  }
  return { handler: null, methods };
}

function split(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function fit(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (!expected.startsWith(":")) {
      if (expected !== part) return null;
    } else {
      try {
        params[expected.slice(1)] = decodeURIComponent(part);
      } catch {
        return null;
      }
    }
  }
  return params;
}
