/** Made by `manifest-icons.ts` beside `vite.config.ts`. */
declare module "virtual:manifest-icons" {
  import type { LucideIcon } from "lucide-react";
  /** By the name in the manifest, kebab-case as in lucide. */
  export const ICONS: Record<string, LucideIcon>;
}
