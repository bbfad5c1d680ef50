/** Marks the page while its last input was the pointer's: `base.css` rings buttons for those who use keys. */
export function watchHand(): void {
  const marked = document.documentElement.dataset;
  addEventListener("pointerdown", () => (marked["by"] = "pointer"), { capture: true, passive: true });
  addEventListener("keydown", () => delete marked["by"], { capture: true, passive: true });
}
