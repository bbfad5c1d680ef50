import type { Drawing } from "./draw-flow.ts";

/** px: what browsers paint at most on a side of a canvas, with room to spare. */
const MOST = 12_000;
/** Sharp on screens of today. */
const SCALE = 2;

/** The drawing as a picture; a huge flow gets smaller in it. Throws when the browser can't paint it. */
export async function pngOf({ svg, width, height }: Drawing): Promise<Blob> {
  const scale = Math.min(SCALE, MOST / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("The flow is too large for a picture in this browser. Export it as a drawing (SVG) instead.");
  return blob;
}
