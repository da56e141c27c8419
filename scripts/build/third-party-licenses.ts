import type { ShippedPackage } from "./bundled-packages.ts";

const rule = "=".repeat(100);

// https://spdx.org/licenses/MIT.html
const mitTerms = (author: string): string =>
  `MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * The terms of a package. One without a file of its own has those of its licence: MIT in the usual words, any other
 * as a package beside it has them. Throws where there are none: somebody has to look.
 */
const termsOf = (
  { name, license, author, texts }: ShippedPackage,
  all: readonly ShippedPackage[],
): string => {
  if (texts.length > 0) return texts.join("\n\n");
  if (license === "MIT") return mitTerms(author ?? `the authors of ${name}`);
  const same = all.find((other) => other.license === license && other.texts.length > 0);
  if (same === undefined) throw new Error(`no text of ${license}, the licence of ${name}`);
  return same.texts.join("\n\n");
};

/** The terms of all that is shipped with the program: each text once, below the packages that it is for. */
export const thirdPartyLicenses = (packages: readonly ShippedPackage[]): string => {
  const byTerms = new Map<string, ShippedPackage[]>();
  for (const each of packages) {
    const terms = termsOf(each, packages);
    byTerms.set(terms, [...(byTerms.get(terms) ?? []), each]);
  }
  const sections = [...byTerms].map(([terms, those]) => {
    const names = those.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${rule}\n${names.join("\n")}\n${rule}\n\n${terms}\n`;
  });
  const title =
    "s3-sftp contains the packages named here. Below each group are the terms it comes under.\n";
  return [title, ...sections].join("\n");
};
