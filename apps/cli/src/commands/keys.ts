import { role } from "@cordboard/api";
import { type Command, EXIT, UsageError } from "../command.ts";
import { connect } from "../server.ts";

export const keys: Command = {
  name: "keys",
  usage: "list | create NAME [--role ROLE] [--expires TIME] | revoke ID | link",
  summary: "API keys, and sign-in links for a browser",
  about: [
    `Roles: ${role.options.join(", ")} (owner when left out). A key is shown once, when it is made.`,
    "link prints a fresh sign-in link: one use, 15 minutes.",
  ],
  options: { role: { type: "string" }, expires: { type: "string" } },
  run: async (given, io) => {
    const [what, word] = given.words;
    const api = connect(io);
    if (what === "list") {
      const { items } = await api("listKeys");
      for (const key of items)
        io.out(`${key.id}  ${key.role.padEnd(8)}  ${key.prefix}…  ${key.name}${key.expiresAt ? `  until ${key.expiresAt}` : ""}`);
      return EXIT.ok;
    }
    if (what === "create" && word !== undefined) {
      const wanted = role.safeParse(given.text("role") ?? "owner");
      if (!wanted.success) throw new UsageError(`--role takes ${role.options.join(", ")}.`);
      const expires = given.text("expires");
      const made = await api("createKey", {
        body: { name: word, role: wanted.data, ...(expires === undefined ? {} : { expiresAt: expires }) },
      });
      io.out(made.key);
      io.err(`Key "${made.name}" (${made.role}). It is not shown again; keep it in a safe place.`);
      return EXIT.ok;
    }
    if (what === "revoke" && word !== undefined) {
      await api("deleteKey", { params: { id: word } });
      io.out(`Key ${word} is revoked.`);
      return EXIT.ok;
    }
    if (what === "link") {
      const { url } = await api("createSignInLink");
      io.out(url);
      return EXIT.ok;
    }
    throw new UsageError("Say list, create NAME, revoke ID or link.");
  },
};
