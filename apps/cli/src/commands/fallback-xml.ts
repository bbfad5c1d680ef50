import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fallbackFiles } from "@cordboard/carrier";
import { type Command, EXIT, UsageError } from "../command.ts";
import { count } from "../show.ts";

export const fallbackXml: Command = {
  name: "fallback-xml",
  usage: "[FOLDER] [--url PUBLIC_URL] [--say TEXT]",
  summary: "Write the files that answer callers while Cordboard can't be reached",
  about: [
    "FOLDER is ./fallback when left out. --url is where the carrier reaches Cordboard (the setting PUBLIC_URL when left out);",
    "--say is the apology. Put the folder on another host, and its fallback.xml into the setting FALLBACK_URL:",
    "docs/operators/fallback.md tells how.",
  ],
  options: { url: { type: "string" }, say: { type: "string" } },
  run: async (given, io) => {
    const [folder = "fallback"] = given.words;
    const url = given.text("url") ?? io.env["PUBLIC_URL"];
    if (url === undefined || !/^https?:\/\/[^/?#]+\/*$/.test(url))
      throw new UsageError("Name Cordboard's own address with --url, such as https://flows.example.com.");
    const files = fallbackFiles(url, given.text("say"));
    const target = resolve(io.cwd, folder);
    await mkdir(target, { recursive: true });
    for (const [name, text] of files) await writeFile(join(target, name), text);
    io.out(`${count(files.size, "file")} → ${folder}`);
    return EXIT.ok;
  },
};
