/** Spread on a box that scrolls without holding anything to focus: the keyboard has to reach it too (WCAG 2.1.1). */
export const SCROLLABLE = { tabIndex: 0 } as const;
