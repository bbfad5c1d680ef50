/*
 * Runs in a page: what is wrong with it as a picture. `flaws.ts` carries it there as text, so it imports nothing.
 *
 * clipped  words cut off without an ellipsis, out of reach of every scroll bar, or off the screen
 * overlap  words or controls over one another with nothing opaque in between
 * faint    words with a contrast under 4.5:1 (WCAG 2.2, 1.4.3; the large type that 3:1 would do for is held to the same)
 */

/** Words in one line, or a control. */
interface Piece {
  element: Element;
  name: string;
  box: DOMRect;
}

/** What is moved about by hand: whatever lies outside it is one drag away. */
const PANNED = ".react-flow";
const CONTROLS = "button, input, select, textarea, [role=switch], [role=checkbox], [role=slider]";
const FIELDS = "input, textarea";
/** Ours to keep short: an ellipsis is for what authors and callers wrote. */
const OUR_WORDS = "label, th, legend, h2, h3, [role=tab], [role=menuitem]";
const LOWEST_CONTRAST = 4.5;
const TOLERANCE_PX = 2;
/** Letters seldom fill their line; above and below it this share may be lent. */
const LENT = 0.2;

export function findFlaws(): string[] {
  const touchable = new CSSStyleSheet();
  touchable.replaceSync("*, ::before, ::after { pointer-events: auto !important }");
  document.adoptedStyleSheets.push(touchable);
  try {
    const words = piecesOfText();
    return [...new Set([...clipped(words), ...placeholders(), ...overlaps([...words, ...controls()]), ...faint(words)])];
  } finally {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== touchable);
  }
}

const shown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });

/** One CSS px square is how words are kept for screen readers alone. */
const forReadersOnly = (element: Element | null): boolean =>
  element !== null && (element.clientWidth === 1 && element.clientHeight === 1 ? true : forReadersOnly(element.parentElement));

function piecesOfText(): Piece[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pieces: Piece[] = [];
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const name = node.textContent?.trim() ?? "";
    if (!element || name === "" || element.closest("script, style, noscript") || !shown(element) || forReadersOnly(element)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) pieces.push({ element, name, box });
  }
  return pieces;
}

function controls(): Piece[] {
  return [...document.querySelectorAll(CONTROLS)]
    .filter((element) => shown(element) && !forReadersOnly(element))
    .map((element) => ({
      element,
      name: element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "",
      box: roomOf(element),
    }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
}

/** Of a field where its words go: a unit or a button may stand in the padding beside them. */
function roomOf(element: Element): DOMRect {
  const box = element.getBoundingClientRect();
  if (!element.matches(FIELDS)) return box;
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  const [left, right] = [Number.parseFloat(paddingLeft), Number.parseFloat(paddingRight)];
  return new DOMRect(box.x + left, box.y, box.width - left - right, box.height);
}

/** For a person who looks for it: the words and what holds them. */
const told = ({ name, element }: Piece): string =>
  `“${name.slice(0, 60)}” (${element.tagName.toLowerCase()}.${(element.getAttribute("class") ?? "").slice(0, 50)})`;

function clipped(words: Piece[]): string[] {
  return words.filter((piece) => isClipped(piece)).map((piece) => `clipped: ${told(piece)}`);
}

function isClipped({ element, box }: Piece): boolean {
  // Once something scrolls, or says by an ellipsis that it goes on, nothing further out can cut.
  let [across, down] = [true, true];
  const lent = box.height * LENT + TOLERANCE_PX;
  const leaves = (room: { left: number; right: number; top: number; bottom: number }): [boolean, boolean] => [
    across && (box.left < room.left - TOLERANCE_PX || box.right > room.right + TOLERANCE_PX),
    down && (box.top < room.top - lent || box.bottom > room.bottom + lent),
  ];
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    if (at.matches(PANNED)) return false;
    const style = getComputedStyle(at);
    const [cutAcross, cutDown] = leaves(at.getBoundingClientRect());
    const cuts = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
    const ours = at.matches(OUR_WORDS) || at.closest(OUR_WORDS) !== null;
    if (cutAcross && cuts(style.overflowX)) {
      if (style.textOverflow !== "ellipsis" || ours) return true;
      across = false;
    }
    if (cutDown && cuts(style.overflowY)) {
      if (style.webkitLineClamp === "none") return true;
      down = false;
    }
    if (!cuts(style.overflowX) && style.overflowX !== "visible") across = false;
    if (!cuts(style.overflowY) && style.overflowY !== "visible") down = false;
    if (style.position === "fixed") break;
  }
  return leaves({ left: 0, right: innerWidth, top: 0, bottom: innerHeight }).includes(true);
}

/** A hint in an empty field that the field is too narrow for. */
function placeholders(): string[] {
  const brush = document.createElement("canvas").getContext("2d");
  if (!brush) return [];
  return [...document.querySelectorAll("input")]
    .filter((field) => field.placeholder !== "" && field.value === "" && shown(field))
    .filter((field) => {
      const style = getComputedStyle(field);
      brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      return brush.measureText(field.placeholder).width > room + TOLERANCE_PX;
    })
    .map((field) => `clipped: “${field.placeholder}” (placeholder)`);
}

function overlaps(pieces: Piece[]): string[] {
  const rows = pieces.toSorted((a, b) => a.box.top - b.box.top);
  return rows.flatMap((a, i) => {
    const found: string[] = [];
    for (let j = i + 1; j < rows.length; j++) {
      const b = rows[j];
      if (!b || b.box.top > a.box.bottom) break;
      if (!belong(a, b) && meet(a, b)) found.push(`overlap: ${told(a)} and ${told(b)}`);
    }
    return found;
  });
}

/** One holds the other, or draws the words that a field has: colours behind a transparent text. */
function belong({ element: a }: Piece, { element: b }: Piece): boolean {
  const drawn = (words: Element, field: Element): boolean => field.matches(FIELDS) && words.closest("[aria-hidden=true]") !== null;
  return a.contains(b) || b.contains(a) || drawn(a, b) || drawn(b, a);
}

function meet(a: Piece, b: Piece): boolean {
  const [left, right] = [Math.max(a.box.left, b.box.left), Math.min(a.box.right, b.box.right)];
  const [top, bottom] = [Math.max(a.box.top, b.box.top), Math.min(a.box.bottom, b.box.bottom)];
  const lent = Math.min(a.box.height, b.box.height) * LENT + TOLERANCE_PX;
  if (right - left <= TOLERANCE_PX || bottom - top <= lent) return false;
  const stack = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2);
  const [high = -1, low = -1] = [stack.indexOf(a.element), stack.indexOf(b.element)].toSorted((x, y) => x - y);
  if (high < 0) return false;
  const lower = stack[low];
  return !stack.slice(0, low).some((one) => lower && !one.contains(lower) && alphaOf(getComputedStyle(one).backgroundColor) > 0.9);
}

type Colour = [red: number, green: number, blue: number, alpha: number];

const palette = document.createElement("canvas").getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });

/** Any CSS colour, painted over `ground`, as what the screen shows. */
function painted(colours: { colour: string; opacity: number }[]): Colour {
  if (!palette) return [0, 0, 0, 0];
  palette.clearRect(0, 0, 1, 1);
  for (const { colour, opacity } of colours) {
    palette.globalAlpha = opacity;
    palette.fillStyle = colour;
    palette.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0, alpha = 0] = palette.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

const alphaOf = (colour: string): number => painted([{ colour, opacity: 1 }])[3];

function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const opacityOf = (element: Element | null): number =>
  element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);

function faint(words: Piece[]): string[] {
  return words.flatMap((piece) => {
    const ratio = contrast(piece);
    return ratio !== null && ratio < LOWEST_CONTRAST ? [`faint, ${ratio.toFixed(2)}:1: ${told(piece)}`] : [];
  });
}

/** Null where it can't be told: covered, out of sight, on a picture; or need not be: a control that is off. */
function contrast({ element, box }: Piece): number | null {
  if (element.closest(":disabled, [aria-disabled=true], [data-disabled]")) return null;
  const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const at = stack.indexOf(element);
  if (at < 0 || stack.slice(0, at).some((over) => !element.contains(over))) return null;
  const grounds = stack.slice(at).toReversed();
  if (grounds.some((one) => getComputedStyle(one).backgroundImage !== "none")) return null;
  const layers = grounds.map((one) => ({ colour: getComputedStyle(one).backgroundColor, opacity: opacityOf(one) }));
  const style = getComputedStyle(element);
  const ink = { colour: element instanceof SVGElement ? style.fill : style.color, opacity: opacityOf(element) };
  const white = { colour: "white", opacity: 1 };
  const [back, front] = [luminance(painted([white, ...layers])), luminance(painted([white, ...layers, ink]))];
  return (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
}
