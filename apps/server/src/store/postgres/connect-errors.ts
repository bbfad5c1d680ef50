import { CodedError } from "@cordboard/contract";
import { codeOf, isLostConnection } from "./errors.ts";

/** What a person may be told of a DATABASE_URL: never its password. Null: it is none. */
export function placeOf(url: string): { user: string; host: string; database: string } | null {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) return null;
  const host = parsed.host || decodeURIComponent(parsed.searchParams.get("host") ?? "") || "localhost";
  const user = decodeURIComponent(parsed.username);
  return { user, host, database: decodeURIComponent(parsed.pathname.slice(1)) || user };
}

/** Why the database cannot be used, with what to do next; any other error as it is. `url`: DATABASE_URL. */
export function connectError(error: unknown, url: string): unknown {
  if (error instanceof CodedError) return error;
  const { host, user, database } = placeOf(url) ?? { host: "?", user: "?", database: "?" };
  const said = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case "28P01":
    case "28000":
      return new CodedError(
        "database_login_refused",
        `PostgreSQL at ${host} does not let ${user} in (${said}); check user and password in DATABASE_URL, and pg_hba.conf.`,
      );
    case "3D000":
      return new CodedError(
        "database_missing",
        `PostgreSQL at ${host} has no database "${database}"; make it with: createdb -h ${host.split(":")[0]} -O ${user} ${database}`,
      );
    case "42501":
      return new CodedError(
        "database_rights_missing",
        `${user} may not make tables in "${database}" at ${host} (${said}); run as its administrator: ALTER DATABASE "${database}" OWNER TO "${user}"`,
      );
    case "53300":
      return new CodedError(
        "database_unreachable",
        `PostgreSQL at ${host} has no connection free (${said}); raise its max_connections, or run fewer replicas.`,
      );
  }
  if (!isLostConnection(error) && !/ssl|certificate|scram|password/i.test(said)) return error;
  return new CodedError(
    "database_unreachable",
    `PostgreSQL at ${host} cannot be reached (${said || codeOf(error)}); check host and port in DATABASE_URL, that it runs, and that it takes connections from here.`,
  );
}
