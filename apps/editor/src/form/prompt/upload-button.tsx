import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { IconButton, Spinner, toast } from "../../ui/index.ts";
import { uploadAudio } from "./upload.ts";

export function UploadButton({ onUploaded }: { onUploaded: (mediaId: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const send = async (file: File) => {
    setBusy(true);
    try {
      onUploaded(await uploadAudio(file));
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The file could not be uploaded. Try again.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="audio/mpeg,audio/wav,.mp3,.wav"
        className="hidden"
        aria-label="Audio file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void send(file);
        }}
      />
      <IconButton
        size="xs"
        label="Upload an mp3 or wav file"
        disabled={busy}
        icon={busy ? <Spinner size={13} /> : <Upload size={14} />}
        onClick={() => input.current?.click()}
      />
    </>
  );
}
