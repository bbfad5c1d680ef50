import { z } from "zod";
import type { Application } from "../state/account.ts";
import type { World } from "../world.ts";
import { flag, httpMethod, httpUrl, readFields, text } from "./fields.ts";
import { paged } from "./paging.ts";
import { type RestContext, type RestHandler, notFound } from "./request.ts";

const url = httpUrl.or(z.literal("")).optional();
const name = text.pipe(z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, "only letters, digits, - and _"));

const FIELDS = {
  answer_url: url,
  answer_method: httpMethod.optional(),
  hangup_url: url,
  hangup_method: httpMethod.optional(),
  fallback_answer_url: url,
  fallback_method: httpMethod.optional(),
  message_url: url,
  message_method: httpMethod.optional(),
  default_number_app: flag.optional(),
  default_endpoint_app: flag.optional(),
  log_incoming_messages: flag.optional(),
};
type Fields = ReturnType<typeof readFields<typeof FIELDS>>;

function known({ world, params }: RestContext): Application {
  const application = world.account.applications.get(params["id"] ?? "");
  if (!application) throw notFound();
  return application;
}

export const createApplication: RestHandler = ({ world, body }) => {
  const { app_name: appName, ...fields } = readFields({ app_name: name, ...FIELDS }, body);
  const blank: Application = {
    appId: newAppId(world),
    appName,
    answerUrl: "",
    answerMethod: "POST",
    hangupUrl: "",
    hangupMethod: "POST",
    fallbackAnswerUrl: "",
    fallbackMethod: "POST",
    messageUrl: "",
    messageMethod: "POST",
    defaultNumberApp: false,
    defaultEndpointApp: false,
    logIncomingMessages: true,
  };
  const application = merged(blank, fields);
  world.account.applications.set(application.appId, application);
  return { status: 201, body: { message: "created", app_id: application.appId } };
};

export const getApplication: RestHandler = (context) => ({ status: 200, body: objectOf(context.world, known(context)) });

export const listApplications: RestHandler = ({ world, query }) => {
  const prefix = query.get("app_name") ?? "";
  const wanted = [...world.account.applications.values()].filter((application) => application.appName.startsWith(prefix));
  const page = paged(wanted, query, `/v1/Account/${world.account.authId}/Application/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((application) => objectOf(world, application)) } };
};

export const updateApplication: RestHandler = (context) => {
  const application = known(context);
  context.world.account.applications.set(application.appId, merged(application, readFields(FIELDS, context.body)));
  return { status: 202, body: { message: "changed" } };
};

export const deleteApplication: RestHandler = (context) => {
  context.world.account.removeApplication(known(context).appId);
  return { status: 204 };
};

function merged(application: Application, fields: Fields): Application {
  return {
    ...application,
    answerUrl: fields.answer_url ?? application.answerUrl,
    answerMethod: fields.answer_method ?? application.answerMethod,
    hangupUrl: fields.hangup_url ?? application.hangupUrl,
    hangupMethod: fields.hangup_method ?? application.hangupMethod,
    fallbackAnswerUrl: fields.fallback_answer_url ?? application.fallbackAnswerUrl,
    fallbackMethod: fields.fallback_method ?? application.fallbackMethod,
    messageUrl: fields.message_url ?? application.messageUrl,
    messageMethod: fields.message_method ?? application.messageMethod,
    defaultNumberApp: fields.default_number_app ?? application.defaultNumberApp,
    defaultEndpointApp: fields.default_endpoint_app ?? application.defaultEndpointApp,
    logIncomingMessages: fields.log_incoming_messages ?? application.logIncomingMessages,
  };
}

/** Application ids are 17 digits. */
function newAppId(world: World): string {
  for (;;) {
    const id = `1${Array.from({ length: 16 }, () => Math.floor(world.random() * 10)).join("")}`;
    if (!world.account.applications.has(id)) return id;
  }
}

/** The application object (plivo-platform 4.5). */
function objectOf(world: World, application: Application): Record<string, unknown> {
  return {
    answer_method: application.answerMethod,
    answer_url: application.answerUrl,
    app_id: application.appId,
    app_name: application.appName,
    default_app: application.defaultNumberApp,
    default_endpoint_app: application.defaultEndpointApp,
    enabled: true,
    fallback_answer_url: application.fallbackAnswerUrl,
    fallback_method: application.fallbackMethod,
    hangup_method: application.hangupMethod,
    hangup_url: application.hangupUrl || application.answerUrl,
    log_incoming_messages: application.logIncomingMessages,
    message_method: application.messageMethod,
    message_url: application.messageUrl,
    public_uri: false,
    resource_uri: `/v1/Account/${world.account.authId}/Application/${application.appId}/`,
    sip_uri: `sip:${application.appId}@app.plivo.com`,
    sub_account: null,
  };
}
