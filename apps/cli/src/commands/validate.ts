import { check } from "@cordboard/flow";
import { type Command, EXIT, UsageError } from "../command.ts";
import { filesEndingIn, readFlow } from "../flow-files.ts";
import { count, issueLine } from "../show.ts";

export const validate: Command = {
  name: "validate",
  usage: "FILE|FOLDER…",
  summary: "Check flow documents",
  about: [
    "Lists every issue. Exit code 1 when any is an error; --strict also counts warnings.",
    "A folder means every *.flow.json below it.",
  ],
  options: { strict: { type: "boolean" } },
  run: async (given, io) => {
    if (given.words.length === 0) throw new UsageError("Name a *.flow.json file or a folder.");
    const files = await filesEndingIn([".flow.json"], given.words, io);
    if (files.length === 0) throw new UsageError("There is no *.flow.json there.");
    let [errors, warnings] = [0, 0];
    for (const file of files) {
      const parsed = await readFlow(file, io);
      const issues = parsed.document ? check(parsed.document) : parsed.issues;
      for (const issue of issues) io.out(issueLine(file, issue, parsed.document));
      errors += issues.filter(({ level }) => level === "error").length;
      warnings += issues.filter(({ level }) => level === "warning").length;
    }
    io.out(`${count(files.length, "flow")}: ${count(errors, "error")}, ${count(warnings, "warning")}`);
    return errors > 0 || (given.flag("strict") && warnings > 0) ? EXIT.found : EXIT.ok;
  },
};
