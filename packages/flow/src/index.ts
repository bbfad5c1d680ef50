export * from "./document.ts";
export { renderDeep, renderTemplate } from "./templates/render.ts";
