import { flawsOf } from "../screenshots/flaws.ts";
import { expect, test } from "../pages/test.ts";

const FINE = `
  <h1>Runs</h1>
  <p style="width: 90px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">What an author wrote, at length</p>
  <div style="width: 90px; height: 40px; overflow: auto; white-space: nowrap">A list that is scrolled in both directions</div>
  <span style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)">Said to screen readers</span>
  <button disabled style="color: #999; background: #ddd">Not now</button>
  <p style="color: oklch(0.5 0.02 250)">Muted, on white</p>
  <div style="position: relative"><input style="padding-right: 24px; width: 60px"><span style="position: absolute; left: 48px; top: 2px">s</span></div>
  <div style="position: relative; height: 30px">Under a dialog
    <div style="position: absolute; inset: 0; background: white">The dialog</div>
  </div>`;

const FLAWS: [name: string, html: string, flaw: RegExp][] = [
  [
    "words cut at the side",
    `<p style="width: 60px; overflow: hidden; white-space: nowrap">Started yesterday</p>`,
    /^clipped: “Started yesterday”/,
  ],
  ["words cut below", `<div style="height: 18px; overflow: hidden; line-height: 18px">Two<br>lines</div>`, /^clipped: “lines”/],
  [
    "a heading of ours that is shortened",
    `<table><tr><th style="max-width: 40px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">Texts go to</th></tr></table>`,
    /^clipped: “Texts go to”/,
  ],
  ["words off the screen", `<p style="position: fixed; left: calc(100vw - 20px); white-space: nowrap">Publish</p>`, /^clipped: “Publish”/],
  [
    "a hint that its field has no room for",
    `<input placeholder="Number, reason, call id" style="width: 60px">`,
    /^clipped: “Number, reason, call id” \(placeholder\)/,
  ],
  [
    "words over words",
    `<p style="margin: 0">Duration</p><p style="margin: -18px 0 0 20px">Started</p>`,
    /^overlap: “Duration” .* and “Started”/,
  ],
  [
    "a button over words",
    `<p style="margin: 0">Ann Smith</p><button style="margin-top: -16px; width: 60px; height: 16px; background: none" aria-label="Copy"></button>`,
    /^overlap: “Ann Smith” .* and “Copy”/,
  ],
  ["faint words", `<p style="color: #999">Hardly there</p>`, /^faint, 2\.85:1: “Hardly there”/],
  ["words faint by opacity", `<div style="opacity: 0.4"><p>Seen through</p></div>`, /^faint, 2\.\d+:1: “Seen through”/],
  [
    "faint words on a tint",
    `<div style="background: oklch(0.2 0 0)"><p style="color: oklch(0.45 0 0)">Night</p></div>`,
    /^faint, \d\.\d+:1: “Night”/,
  ],
];

test("the finder of flaws sees what is clipped, overlaps or is faint, and nothing else", async ({ page }) => {
  const body = (html: string): Promise<void> => page.setContent(`<body style="background: white; color: black">${html}</body>`);
  await page.goto("about:blank");
  await body(FINE);
  expect(await flawsOf(page)).toEqual([]);
  for (const [name, html, flaw] of FLAWS) {
    await test.step(name, async () => {
      await body(html);
      expect(await flawsOf(page), name).toEqual([expect.stringMatching(flaw)]);
    });
  }
});
