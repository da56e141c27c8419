import type { Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { mergedChunks } from "../../../scripts/build/merged-chunks.ts";

/** What each module imports at its start, and what it imports later. */
type Modules = Readonly<
  Record<string, { readonly first?: readonly string[]; readonly later?: readonly string[] }>
>;

const run = "src/cli/run.ts";
const upload = "src/cli/commands/upload.ts";
const status = "src/cli/commands/status.ts";
const app = "src/cli/commands/app.ts";
const onScreen = "src/tui/run-on-screen.tsx";
const plainText = "src/tui/plain-text/run-plain-text.ts";
const store = "src/services/adapters/s3/s3-object-store.ts";
const lists = "src/services/adapters/s3/list-objects.ts";
const doctor = "src/cli/commands/doctor.ts";
const printVersion = "src/cli/print-version.ts";

const modules: Modules = {
  "src/main.ts": { later: [run, printVersion] },
  [printVersion]: { first: ["src/version.ts"] },
  [run]: { first: ["src/result.ts", "src/version.ts"], later: [upload, status, app, doctor] },
  [upload]: {
    first: [
      "src/queue.ts",
      "src/result.ts",
      "src/receipt-words.ts",
      "src/duration.ts",
      "src/plan.ts",
    ],
    later: [store],
  },
  [store]: { first: ["src/signature.ts", "src/loopback.ts", "src/result.ts"], later: [lists] },
  [lists]: { first: ["src/list-page.ts", "src/signature.ts"] },
  [doctor]: { first: ["src/list-page.ts", "src/duration.ts"] },
  [status]: { first: ["src/store.ts", "src/status-lines.ts"] },
  [app]: { first: ["src/queue.ts", "src/app-queue.ts"], later: [onScreen, plainText] },
  [onScreen]: {
    first: [
      "src/widths.ts",
      "src/keys.ts",
      "src/loopback.ts",
      "src/receipt-words.ts",
      "node_modules/ink/index.js",
    ],
  },
  [plainText]: { first: ["src/widths.ts", "src/store.ts", "src/receipt-words.ts"] },
  "src/queue.ts": { first: ["src/store.ts"] },
  "src/store.ts": { first: ["src/result.ts"] },
  "src/widths.ts": { first: ["node_modules/string-width/index.js"] },
  "src/result.ts": {},
  "src/receipt-words.ts": {},
  "src/duration.ts": {},
  "src/plan.ts": {},
  "src/version.ts": {},
  "src/app-queue.ts": {},
  "src/keys.ts": {},
  "src/status-lines.ts": {},
  "src/signature.ts": {},
  "src/list-page.ts": {},
  "src/loopback.ts": {},
  "node_modules/string-width/index.js": {},
  "node_modules/ink/index.js": {},
};

const graph: Metafile = {
  outputs: {},
  inputs: Object.fromEntries(
    Object.entries(modules).map(([name, { first = [], later = [] }]) => [
      name,
      {
        bytes: 1,
        imports: [
          ...first.map((path) => ({ path, kind: "import-statement" as const })),
          ...later.map((path) => ({ path, kind: "dynamic-import" as const })),
        ],
      },
    ]),
  ),
};

describe("what the start of the program needs", () => {
  it("lies together, by who needs it", () => {
    expect(mergedChunks(graph)).toEqual([
      {
        name: "command-line",
        modules: [run, "src/result.ts", "src/version.ts"],
        // All that needs one of them comes after them; but `--version`, which answers alone.
        entries: [app, status, store, upload, run, plainText].toSorted(),
      },
      {
        name: "sending",
        modules: ["src/queue.ts", "src/store.ts"],
        entries: [app, status, upload, plainText].toSorted(),
      },
      {
        name: "storage",
        // But for what a first frame needs, too: it is drawn without the rest.
        modules: [lists, store, "src/list-page.ts", "src/signature.ts"].toSorted(),
        entries: [doctor, lists, store].toSorted(),
      },
      {
        name: "sending-and-screens",
        modules: ["src/receipt-words.ts"],
        entries: [plainText, onScreen, upload].toSorted(),
      },
      {
        name: "sending-and-commands",
        // But for what only `upload` needs.
        modules: ["src/duration.ts"],
        entries: [doctor, upload].toSorted(),
      },
      { name: "screens", modules: ["src/widths.ts"], entries: [plainText, onScreen].toSorted() },
    ]);
  });

  it("is nowhere twice", () => {
    const all = mergedChunks(graph).flatMap((chunk) => chunk.modules);
    expect(new Set(all).size).toBe(all.length);
  });
});
