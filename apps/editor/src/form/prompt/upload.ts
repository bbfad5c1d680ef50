import { MEDIA_BYTES, type Media } from "@cordboard/api";
import { z } from "zod";
import { watchedFetch } from "../../api/client.ts";

const answer = z.object({ id: z.string() }) satisfies z.ZodType<Pick<Media, "id">>;
const refusal = z.object({ error: z.object({ message: z.string() }) });

/** Uploads an mp3 or wav file and answers its media id. Throws with a message for the author. */
export async function uploadAudio(file: File): Promise<string> {
  if (file.size > MEDIA_BYTES) throw new Error("The carrier plays files up to 10 MB. Choose a shorter or more compressed one.");
  const type = file.type === "audio/mpeg" || /\.mp3$/i.test(file.name) ? "audio/mpeg" : "audio/wav";
  const url = `/api/media?name=${encodeURIComponent(file.name.slice(0, 200))}`;
  const response = await watchedFetch(url, { method: "POST", headers: { "content-type": type }, body: file, credentials: "same-origin" });
  const body: unknown = await response.json();
  const stored = answer.safeParse(body);
  if (response.ok && stored.success) return stored.data.id;
  throw new Error(refusal.safeParse(body).data?.error.message ?? "The file could not be uploaded. Try again.");
}
