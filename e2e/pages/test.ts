import { test as base, type ConsoleMessage } from "@playwright/test";

/** What the browser writes when a request or a socket is answered with an error or nobody answers; whether that is right is the test's business. */
const ANSWERED = /^(Failed to load resource|WebSocket connection to )/;

/** A fault of the page: an exception, an error of React, a complaint of the board's library. */
function complaint(message: ConsoleMessage): string | null {
  const text = message.text();
  const serious = message.type() === "error" || (message.type() === "warning" && text.includes("React Flow"));
  return serious && !ANSWERED.test(text) ? text : null;
}

/** Playwright's test; fails also when a page threw or complained on the way, whatever was looked at. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on("weberror", (error) => faults.push(error.error().message));
      context.on("console", (message) => {
        const text = complaint(message);
        if (text !== null) faults.push(text);
      });
      await use(faults);
      if (faults.length > 0) throw new Error(`The page complained:\n${faults.join("\n")}`);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
