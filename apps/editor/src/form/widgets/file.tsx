import { FileText, Upload, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button, IconButton } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asText, type WidgetProps } from "../widget.ts";

/** Bigger files are not read at all: they would only make the flow too large. */
const MAX_BYTES = 500_000;

/** The text of a small file, kept in the flow itself. */
export function FileControl({ field, path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const chooser = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  const text = asText(value);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES) return setProblem(`${file.name} is larger than ${MAX_BYTES / 1000} kB.`);
    setProblem("");
    change(path, await file.text());
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <input
          ref={chooser}
          type="file"
          hidden
          accept={field.form.accept}
          onChange={(event) => {
            void read(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button
          id={ids.id}
          size="sm"
          icon={<Upload size={14} />}
          aria-describedby={ids.describedBy}
          onClick={() => chooser.current?.click()}
        >
          {text ? "Choose another file" : "Choose a file"}
        </Button>
        {text && (
          <span className="tabular flex min-w-0 items-center gap-1 text-xs text-muted">
            <FileText size={14} className="shrink-0" aria-hidden />
            {sizeOf(text)}
            <IconButton
              size="xs"
              label={`Remove the file of ${field.title}`}
              icon={<X size={14} />}
              onClick={() => change(path, undefined)}
            />
          </span>
        )}
      </div>
      {problem && <p className="text-xs text-danger">{problem}</p>}
    </div>
  );
}

const sizeOf = (text: string): string =>
  `${text.split("\n").length} lines, ${text.length < 1_000 ? `${text.length} characters` : `${Math.round(text.length / 1_000)} kB`}`;
