import { nonEmpty } from "./non-empty.ts";

/** What decides over characters, the first that is set: POSIX "Internationalization Variables". */
const variables = ["LC_ALL", "LC_CTYPE", "LANG"] as const;

/**
 * Whether the terminal of this environment shows Unicode, by its locale: "de_DE.UTF-8" and "C.UTF-8" do, "C", "POSIX",
 * "de_DE" and "de_DE.ISO-8859-1" do not. Nothing is said without a locale, as over many SSH connections: then it does.
 */
export const isUtf8Locale = (
  environment: Readonly<Record<string, string | undefined>>,
): boolean => {
  for (const variable of variables) {
    const locale = nonEmpty(environment[variable]);
    if (locale !== null) return /utf-?8/iu.test(locale);
  }
  return true;
};
