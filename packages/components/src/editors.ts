/**
 * Faces and forms of components that the generic ones can't draw, by type, loaded when first needed.
 * Empty so far: every component is drawn from its manifest.
 */
import type { ComponentType } from "./manifest.ts";

export type EditorModule = { default: unknown };

export const editors: Partial<Record<ComponentType, () => Promise<EditorModule>>> = {};
