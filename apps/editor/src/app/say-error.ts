import { createElement } from "react";
import { toast } from "../ui/index.ts";
import { ErrorDetails } from "./error-details.tsx";

/** What a press started and didn't work out, with the reason. */
export function sayError(error: unknown, what: string): void {
  toast.error(what, { duration: 8_000, description: createElement(ErrorDetails, { error }) });
}
