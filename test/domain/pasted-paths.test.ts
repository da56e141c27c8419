import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pastedPaths } from "../../src/domain/pasted-paths.ts";

describe("a pasted text", () => {
  it.each([
    ["one path", "/home/maria/out", ["/home/maria/out"]],
    ["a path with a line end", "~/exports\r\n", ["~/exports"]],
    ["one a line", "/a/b.csv\n/a/c.csv\n", ["/a/b.csv", "/a/c.csv"]],
    ["names of this folder, one a line", "b.csv\nc d.csv", ["b.csv", "c d.csv"]],
    ["several in one line", "/a/b.csv /a/c.csv", ["/a/b.csv", "/a/c.csv"]],
    ["protected spaces", "/a/my\\ file\\ (1).csv /b", ["/a/my file (1).csv", "/b"]],
    ["single quotes", "'/a/my file.csv' '/a/it'\\''s.csv'", ["/a/my file.csv", "/a/it's.csv"]],
    ["double quotes", '"/a/my \\"best\\" file.csv"', ['/a/my "best" file.csv']],
    ["a file URI", "file:///a/my%20file.csv", ["/a/my file.csv"]],
    ["a list of URIs", "# comment\r\nfile://scanner/a.csv\r\nfile:///b.csv", ["/a.csv", "/b.csv"]],
    ["a URI that is no UTF-8", "file:///a%FF", ["/a%FF"]],
    ["spaces that nobody has protected", "/a/my file.csv", ["/a/my file.csv"]],
    ["a quote that is not closed", "/a/it's.csv", ["/a/it's.csv"]],
    ["parts of NUL", "/a\0/b\0", ["/a", "/b"]],
    ["no path", "invoice", []],
    ["nothing", " \n ", []],
  ])("as %s", (_, text, paths) => {
    expect(pastedPaths(text)).toEqual(paths);
  });

  it("gives back each path that was quoted as a shell does", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/[\r\n\0]/u.test(text));
    const paths = fc.array(name, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(paths, (names) => {
        const all = names.map((one) => `/${one}`);
        const quoted = all.map((one) => `'${one.replaceAll("'", "'\\''")}'`).join(" ");
        expect(pastedPaths(quoted)).toEqual(all);
      }),
    );
  });
});
