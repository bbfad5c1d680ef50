/** How near a cord must be to take the card, px. */
const REACH = 14;
const AROUND = [
  [0, 0],
  [0, -REACH],
  [0, REACH],
  [-REACH, 0],
  [REACH, 0],
] as const;

/** The key of the cord below a point of the screen, or of one close by. */
export function cordAt({ clientX, clientY }: { clientX: number; clientY: number }): string | null {
  for (const [dx, dy] of AROUND) {
    const line = document.elementsFromPoint(clientX + dx, clientY + dy).find((element) => element.classList.contains("cord-hit"));
    const key = line?.closest(".react-flow__edge")?.getAttribute("data-id");
    if (key !== null && key !== undefined) return key;
  }
  return null;
}
