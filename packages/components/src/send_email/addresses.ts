/** `ann@example.com`, or `Ann <ann@example.com>`. Whether somebody reads it there only the mail server knows. */
export const isMailAddress = (text: string): boolean => /^(?:[^<>@\r\n]*<)?[^\s<>@,;"]+@[^\s<>@,;"]+\.[^\s<>@,;".]+>?$/.test(text.trim());

/** Who a filled-in list names: an entry may hold several, with commas. Each once. */
export const mailAddresses = (entries: readonly string[]): string[] => [
  ...new Set(
    entries
      .flatMap((entry) => entry.split(/[,;\n]/))
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  ),
];
