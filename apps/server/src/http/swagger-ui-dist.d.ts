declare module "swagger-ui-dist" {
  /** Folder of the built page. */
  export function absolutePath(): string;
}
