import { expect, it } from "vitest";
import { isUtf8Locale } from "../../src/domain/locale.ts";

it.each([
  [{ LANG: "de_DE.UTF-8" }, true],
  [{ LANG: "C.UTF-8" }, true],
  [{ LANG: "en_US.utf8" }, true],
  // macOS.
  [{ LC_CTYPE: "UTF-8" }, true],
  [{ LANG: "C" }, false],
  [{ LANG: "POSIX" }, false],
  [{ LANG: "de_DE" }, false],
  [{ LANG: "de_DE@euro" }, false],
  [{ LANG: "de_DE.ISO-8859-1" }, false],
  [{ LANG: "ja_JP.eucJP" }, false],
  [{ LC_ALL: "C", LC_CTYPE: "de_DE.UTF-8", LANG: "de_DE.UTF-8" }, false],
  [{ LC_ALL: "C.UTF-8", LANG: "C" }, true],
  [{ LC_CTYPE: "C", LANG: "de_DE.UTF-8" }, false],
  [{ LC_ALL: "", LC_CTYPE: "", LANG: "de_DE.UTF-8" }, true],
  // Only words, dates and the like.
  [{ LC_MESSAGES: "C", LC_TIME: "C", LANG: "de_DE.UTF-8" }, true],
  // Nothing is said: a terminal of today shows Unicode.
  [{}, true],
  [{ LANG: "" }, true],
])("of %o shows Unicode: %s", (environment, expected) => {
  expect(isUtf8Locale(environment)).toBe(expected);
});
