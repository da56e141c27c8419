import { parseSync, Visitor, type Program } from "oxc-parser";

/** A module that a file asks for. */
export interface Import {
  readonly specifier: string;
  /** At once or later; types load nothing. */
  readonly isLoaded: boolean;
}

interface Found extends Import {
  readonly at: number;
}

/** Type imports and require() are only in the syntax tree, which costs: it is read where they may be. */
const importsInTree = (program: Program): readonly Found[] => {
  const found: Found[] = [];
  const add = (
    node: { start: number; value?: unknown } | null | undefined,
    isLoaded: boolean,
  ): void => {
    if (node && typeof node.value === "string")
      found.push({ at: node.start, specifier: node.value, isLoaded });
  };
  new Visitor({
    ImportExpression: (node) => add(node.source, true),
    TSImportType: (node) => add(node.source, false),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require")
        add(node.arguments[0], true);
    },
  }).visit(program);
  return found;
};

/** Every module that `text` asks for: static, re-exported, dynamic, type-only, and by require(). In source order. */
export const importsOf = (file: string, text: string): readonly Import[] => {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`);
  const { staticImports, staticExports } = parsed.module;
  const imported = staticImports.map(({ moduleRequest, entries }) => ({
    at: moduleRequest.start,
    specifier: moduleRequest.value,
    isLoaded: entries.length === 0 || entries.some(({ isType }) => !isType),
  }));
  const exported = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest
        ? { at: moduleRequest.start, specifier: moduleRequest.value, isLoaded: !isType }
        : [],
    ),
  );
  const others = /\b(require|import)\s*\(/.test(text) ? importsInTree(parsed.program) : [];
  const found = new Map<number, Found>();
  for (const each of [...imported, ...exported, ...others]) {
    const isLoaded = each.isLoaded || found.get(each.at)?.isLoaded === true;
    found.set(each.at, { ...each, isLoaded });
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at);
};
