import { test as base, type BrowserContext, type ConsoleMessage, type Page } from "@playwright/test";

/** What the browser writes when a request or a socket is answered with an error or nobody answers; whether that is right is the test's business. */
const ANSWERED = /^(Failed to load resource|WebSocket connection to )/;

/** A fault of the page: an exception, an error of React, a complaint of the board's library. */
function complaint(message: ConsoleMessage): string | null {
  const text = message.text();
  const serious = message.type() === "error" || (message.type() === "warning" && text.includes("React Flow"));
  return serious && !ANSWERED.test(text) ? text : null;
}

/** Leaves one window, at a place without scripts of the same address: another address would be another process, with everything to be read anew. */
async function empty(context: BrowserContext): Promise<void> {
  const [page, ...others] = context.pages();
  await Promise.all(others.map((other) => other.close()));
  await context.clearCookies();
  await context.clearPermissions();
  if (!page) return;
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.emulateMedia({ media: null, colorScheme: null, contrast: null, forcedColors: null, reducedMotion: null });
  const { origin } = new URL(page.url());
  const answers = origin !== "null" && (await page.goto(`${origin}/healthz`).catch(() => null));
  if (!answers) return void (await page.goto("about:blank"));
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await session.detach();
}

/**
 * Playwright's test; fails also when a page threw or complained on the way, whatever was looked at. A worker's tests share a window,
 * emptied after each: in a new one the editor is read and compiled anew, which was half of a test's time.
 */
export const test = base.extend<{ faults: string[] }, { browserContext: BrowserContext }>({
  browserContext: [
    async ({ browser }, use, { project }) => {
      const context = await browser.newContext({ viewport: project.use.viewport ?? null });
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  context: async ({ browserContext: context, permissions, actionTimeout }, use) => {
    context.setDefaultTimeout(actionTimeout ?? 0);
    if (permissions) await context.grantPermissions(permissions);
    await use(context);
    await empty(context);
  },
  page: async ({ context, viewport, colorScheme, reducedMotion }, use) => {
    const page: Page = context.pages()[0] ?? (await context.newPage());
    if (viewport) await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: colorScheme ?? null, reducedMotion: reducedMotion ?? null });
    await use(page);
  },
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      const onError = (error: { error(): Error }): void => void faults.push(error.error().message);
      const onMessage = (message: ConsoleMessage): void => {
        const text = complaint(message);
        if (text !== null) faults.push(text);
      };
      context.on("weberror", onError).on("console", onMessage);
      await use(faults);
      context.off("weberror", onError).off("console", onMessage);
      if (faults.length > 0) throw new Error(`The page complained:\n${faults.join("\n")}`);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
