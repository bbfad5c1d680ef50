import type { Key, Me, Secret, User } from "@cordboard/api";
import { ENVIRONMENT_KEY_ID } from "../auth/authenticate.ts";
import type { Actor } from "../auth/actor.ts";
import { sessionCookie } from "../auth/credentials.ts";
import { newSignInLink, signInLinkFor } from "../auth/sign-in.ts";
import type { KeyRecord, SecretRecord, UserRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import { Direct, type Some, iso, isoOrNull } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names =
  | "listSecrets"
  | "createSecret"
  | "putSecret"
  | "deleteSecret"
  | "listKeys"
  | "createKey"
  | "deleteKey"
  | "listUsers"
  | "me"
  | "patchMe"
  | "createSignInLink"
  | "signOut"
  | "listAudit";

/** Secrets, keys, people, audit. */
export function accountHandlers(deps: Deps): Some<Names> {
  return { ...secretHandlers(deps), ...keyHandlers(deps), ...userHandlers(deps) };
}

function secretHandlers({ catalog }: Deps): Some<"listSecrets" | "createSecret" | "putSecret" | "deleteSecret"> {
  const missing = (name: string) => refuse("secret_not_found", `There is no secret ${name}; its names are listed under /api/secrets.`);
  return {
    listSecrets: async ({ query }) => {
      const page = await catalog.listSecrets(query);
      return { items: page.items.map(secretView), next: page.next };
    },
    createSecret: async ({ body, actor, audit }) => {
      const made = await catalog.putSecret(body.name, body.value, actor.name, "create");
      if (!made) throw refuse("secret_exists", `There is a secret ${body.name} already; replace its value or choose another name.`);
      audit({ target: body.name });
      return secretView(made);
    },
    putSecret: async ({ params, body, actor }) => {
      const name = params["name"] ?? "";
      const stored = await catalog.putSecret(name, body.value, actor.name, "replace");
      if (!stored) throw missing(name);
      return secretView(stored);
    },
    deleteSecret: async ({ params }) => {
      const name = params["name"] ?? "";
      if (!(await catalog.deleteSecret(name))) throw missing(name);
      return undefined;
    },
  };
}

function keyHandlers({ catalog, settings }: Deps): Some<"listKeys" | "createKey" | "deleteKey"> {
  return {
    listKeys: async ({ query }) => {
      const page = await catalog.listKeys(query);
      const environment = settings.apiKey !== undefined && query.cursor === undefined ? [environmentKey(settings.apiKey)] : [];
      return { items: [...environment, ...page.items.map(keyView)], next: page.next };
    },
    createKey: async ({ body, actor, audit }) => {
      const expiresAt = body.expiresAt ? Date.parse(body.expiresAt) : null;
      const { key, ...record } = await catalog.createKey({ name: body.name, role: body.role, createdBy: actor.name, expiresAt });
      audit({ target: record.id, details: { name: record.name, role: record.role } });
      return { ...keyView(record), key };
    },
    deleteKey: async ({ params }) => {
      const id = params["id"] ?? "";
      if (id === ENVIRONMENT_KEY_ID)
        throw refuse("not_allowed", "This key comes from CORDBOARD_API_KEY; take that setting away and start again.");
      if (!(await catalog.deleteKey(id))) throw refuse("key_not_found", "There is no such key; it may be revoked already.");
      return undefined;
    },
  };
}

function userHandlers({ catalog, settings }: Deps): Some<"listUsers" | "me" | "patchMe" | "createSignInLink" | "signOut" | "listAudit"> {
  return {
    listUsers: async ({ query }) => {
      const page = await catalog.listUsers(query);
      return { items: page.items.map(userView), next: page.next };
    },
    me: async ({ actor }) => meView(actor),
    patchMe: async ({ actor, body, audit }) => {
      if (actor.kind !== "user") throw refuse("not_allowed", "A key keeps the name it was made with; make another one.");
      await catalog.renameUser(actor.id, body.name);
      audit({ target: actor.id });
      return meView({ ...actor, name: body.name });
    },
    createSignInLink: async ({ actor, audit }) => {
      const { url, expiresAt } =
        actor.kind === "user"
          ? await signInLinkFor(catalog, settings.publicUrl, actor.id)
          : await newSignInLink(catalog, settings.publicUrl);
      audit({ target: actor.id });
      return { url, expiresAt: iso(expiresAt) };
    },
    signOut: async ({ actor, audit }) => {
      if (actor.session) await catalog.deleteSession(actor.session.id);
      audit({ target: actor.id });
      return new Direct(204, { "set-cookie": sessionCookie(settings.publicUrl, "", 0) });
    },
    listAudit: async ({ query }) => {
      const page = await catalog.listAudit(query);
      return { items: page.items.map((entry) => ({ ...entry, at: iso(entry.at) })), next: page.next };
    },
  };
}

const secretView = ({ name, createdAt, updatedAt, updatedBy }: SecretRecord): Secret => ({
  name,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
  updatedBy,
});

function keyView({ id, name, role, prefix, createdAt, createdBy, expiresAt, lastUsedAt }: KeyRecord): Key {
  const times = { createdAt: iso(createdAt), expiresAt: isoOrNull(expiresAt), lastUsedAt: isoOrNull(lastUsedAt) };
  return { id, name, role, prefix, from: "created", createdBy, ...times };
}

const environmentKey = (key: string): Key => ({
  id: ENVIRONMENT_KEY_ID,
  name: "CORDBOARD_API_KEY",
  role: "owner",
  prefix: key.slice(0, 3),
  from: "environment",
  createdAt: iso(0),
  createdBy: "environment",
  expiresAt: null,
  lastUsedAt: null,
});

const userView = ({ createdAt, lastSeenAt, ...user }: UserRecord): User => ({
  ...user,
  createdAt: iso(createdAt),
  lastSeenAt: isoOrNull(lastSeenAt),
});

function meView({ kind, id, name, role, session }: Actor): Me {
  return {
    kind: kind === "user" ? "user" : "key",
    id,
    name,
    role: role ?? "viewer",
    sessionExpiresAt: isoOrNull(session?.expiresAt ?? null),
  };
}
