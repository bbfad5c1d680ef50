import { API_ERRORS, ROUTES, type RouteSpec, errorBody, phloError } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, createDocument } from "zod-openapi";
import type { ApiSettings } from "./deps.ts";

const SECURITY: Record<RouteSpec["access"], Record<string, string[]>[]> = {
  none: [],
  local: [{ key: [] }, { session: [] }],
  view: [{ key: [] }, { session: [] }],
  operate: [{ key: [] }, { session: [] }],
  edit: [{ key: [] }, { session: [] }],
  own: [{ key: [] }, { session: [] }],
  account: [{ account: [] }],
};

/** OpenAPI 3.1 of every route in the table. */
export function describeApi(settings: Pick<ApiSettings, "publicUrl" | "version">): JsonObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries<RouteSpec>(ROUTES)) {
    for (const [index, path] of [route.path, ...(route.aliases ?? [])].entries()) {
      const at = (paths[path.replace(/[:*](\w+)/g, "{$1}")] ??= {});
      at[route.method.toLowerCase()] = operation(index === 0 ? name : `${name}${index + 1}`, route, path);
    }
  }
  const document = createDocument(
    {
      openapi: "3.1.1",
      info: { title: "Cordboard", version: settings.version, description: "Flows of calls and messages: draw, publish, run, watch." },
      servers: [{ url: settings.publicUrl }],
      security: [{ key: [] }],
      components: {
        securitySchemes: {
          key: { type: "http", scheme: "bearer", description: "An API key (Settings, API keys)." },
          session: { type: "apiKey", in: "cookie", name: "cordboard_session", description: "Set by the sign-in link." },
          account: { type: "http", scheme: "basic", description: "Account id and API key." },
        },
      },
      paths: paths satisfies ZodOpenApiPathsObject,
    },
    { allowEmptySchema: { custom: true, unknown: true } },
  );
  return plain(document);
}

function operation(name: string, route: RouteSpec, path: string): ZodOpenApiOperationObject {
  const { status, schema, contentType = "application/json" } = route.answer;
  const compatible = isCompatible(route.path);
  const params = [...path.matchAll(/[:*](\w+)/g)].map((match) => match[1] ?? "");
  const error = { "application/json": { schema: compatible ? phloError : errorBody } };
  const about = [route.about, `Needs: ${route.access}.`].filter(Boolean).join(" ");
  const asked: ZodOpenApiOperationObject["requestParams"] = {};
  if (params.length > 0) asked.path = z.object(Object.fromEntries(params.map((param) => [param, z.string()])));
  if (route.query instanceof z.ZodObject) asked.query = route.query;
  if (route.method !== "GET") asked.header = z.object({ "Idempotency-Key": z.string().optional() });
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    description: about,
    security: SECURITY[route.access],
    requestParams: asked,
    ...bodyOf(route),
    responses: {
      [`${status}`]: { description: "Done.", ...(schema ? { content: { [contentType]: { schema } } } : {}) },
      default: { description: `Refused: ${refusals(compatible)}`, content: error },
    },
  };
}

function bodyOf(route: RouteSpec): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (route.bodyKind === "audio") {
    const file = { schema: z.string().meta({ override: { type: "string", format: "binary" } }) };
    return { requestBody: { required: true, content: { "audio/mpeg": file, "audio/wav": file } } };
  }
  return route.body ? { requestBody: { required: true, content: { "application/json": { schema: route.body } } } } : {};
}

/** Routes of the hosted service's shape. */
export const isCompatible = (path: string): boolean => /^\/(v1|phlo)\//.test(path);

const refusals = (compatible: boolean): string =>
  compatible ? "400, 401, 404 or 429." : `see the codes: ${Object.keys(API_ERRORS).join(", ")}.`;

/** The generator's document is plain JSON with keys left undefined. */
function plain(document: object): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(document));
  return copy;
}
