import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../pages/test.ts";
import { ROOT } from "../steps/product.ts";
import { flawsOf } from "./flaws.ts";
import { withPalette } from "./palette-png.ts";

const FOLDER = join(ROOT, "docs", "screenshots");
const THEMES = ["light", "dark"] as const;
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const PHONE = { width: 390, height: 844 };
/** The whole set stays under 20 MB. */
const MOST_BYTES = 150_000;

/** Done again for each size of the screen: where the board stands, say. */
type Arrange = () => Promise<void>;
type Size = typeof PHONE;

/** Takes each view in both themes and all sizes, and looks for flaws in every picture it takes. */
export class Gallery {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** `docs/screenshots/<name>.<theme>.<size>.png`, and what is wrong with them as failures of this test. */
  async show(name: string, arrange?: Arrange): Promise<void> {
    await test.step(name, async () => {
      for (const size of SCREENS) {
        await this.page.setViewportSize(size);
        await this.#both(name, size, arrange);
      }
      await this.page.setViewportSize(SCREENS[0] ?? PHONE);
    });
  }

  /** The same view as it is opened on a phone, not in a window that was made small. */
  async onPhone(name: string, arrange?: Arrange): Promise<void> {
    await test.step(`${name} on a phone`, async () => {
      await this.page.setViewportSize(PHONE);
      await this.page.reload();
      await this.#both(name, PHONE, arrange);
    });
  }

  async #both(name: string, size: Size, arrange?: Arrange): Promise<void> {
    await arrange?.();
    for (const colorScheme of THEMES) {
      await this.page.emulateMedia({ colorScheme });
      await this.#picture(`${name}.${colorScheme}.${size.width}x${size.height}`);
    }
  }

  async #picture(name: string): Promise<void> {
    // Nothing is hovered, and what was has faded.
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      const fading = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(fading.map((one) => one.finished));
      await new Promise(requestAnimationFrame);
    });
    expect.soft(await flawsOf(this.page), name).toEqual([]);
    const path = join(FOLDER, `${name}.png`);
    const picture = withPalette(await this.page.screenshot({ caret: "hide" }));
    expect.soft(picture.length, name).toBeLessThan(MOST_BYTES);
    await mkdir(FOLDER, { recursive: true });
    await writeFile(path, picture);
  }
}
