/** What a file at an address probably is; the simulator does not fetch it. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  ogg: "audio/ogg",
  mp4: "video/mp4",
  "3gp": "video/3gpp",
  pdf: "application/pdf",
  vcf: "text/vcard",
  txt: "text/plain",
};

export function mimeTypeOf(url: string): string {
  const ending = /\.([a-z0-9]{2,4})(?:[?#].*)?$/i.exec(url)?.[1]?.toLowerCase() ?? "";
  return TYPES[ending] ?? "application/octet-stream";
}
