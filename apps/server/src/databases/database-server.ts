/** Where a database is, and how to sign in there; read from a secret, so it stays out of runs, logs and errors. */
export interface DatabaseServer {
  kind: "postgresql" | "mysql";
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /**
   * `prefer`: encrypted if the server can, whoever it is. `require`: encrypted, whoever it is. `verify`: encrypted, and its
   * certificate is for this host.
   */
  tls: "off" | "prefer" | "require" | "verify";
}

const SCHEMES: Readonly<Record<string, { kind: DatabaseServer["kind"]; port: number }>> = {
  "postgres:": { kind: "postgresql", port: 5432 },
  "postgresql:": { kind: "postgresql", port: 5432 },
  "mysql:": { kind: "mysql", port: 3306 },
  "mariadb:": { kind: "mysql", port: 3306 },
};

/** The words of both databases' own programs (libpq's `sslmode`, MySQL's `ssl-mode`). */
const TLS: Readonly<Record<string, DatabaseServer["tls"]>> = {
  disable: "off",
  disabled: "off",
  allow: "prefer",
  prefer: "prefer",
  preferred: "prefer",
  require: "require",
  required: "require",
  "verify-ca": "verify",
  verify_ca: "verify",
  "verify-full": "verify",
  verify_identity: "verify",
};

/** `postgres://user:password@host:5432/name?sslmode=require`; null when it is not written so. */
export function readDatabaseServer(secret: string): DatabaseServer | null {
  const url = URL.parse(secret.trim());
  const scheme = url && SCHEMES[url.protocol];
  if (!scheme || !url.hostname || !url.username) return null;
  const mode = url.searchParams.get("sslmode") ?? url.searchParams.get("ssl-mode") ?? "prefer";
  const tls = TLS[mode.toLowerCase()];
  if (!tls) return null;
  try {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    const database = decodeURIComponent(url.pathname.slice(1)) || user;
    return { kind: scheme.kind, host: url.hostname, port: Number(url.port) || scheme.port, user, password, database, tls };
  } catch {
    return null;
  }
}
