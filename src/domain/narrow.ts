/**
 * What is not one column on all terminals, and one unit that joins to nothing. Not in it: letters of Europe, and the signs
 * and lines that we draw with. A class without a quantifier: it can be asked of texts of any length.
 */
export const notNarrow =
  /[^ -~\u00A0-\u00AC\u00AE-\u02FF\u0370-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2500-\u25FC\u2713-\u2717\u27F3]/;

/** True: a text of so many columns as it has units. */
export const isNarrow = (text: string): boolean => !notNarrow.test(text);
