import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPreferences } from "../../../../src/domain/settings.ts";
import { planDelivery } from "../../../../src/services/selection/plan-delivery.ts";
import type { BrowserEvent } from "../../../../src/tui/screens/browser/browser-event.ts";
import {
  createBrowserState,
  entryAt,
  type BrowserState,
} from "../../../../src/tui/screens/browser/browser-state.ts";
import {
  nextCountTask,
  nextUnsized,
  selectionTotal,
} from "../../../../src/tui/screens/browser/selection-counts.ts";
import { isSelected, toSelectedPaths } from "../../../../src/tui/screens/browser/selection.ts";
import type { FileSource } from "../../../../src/services/ports/file-source.ts";
import { createTreeSource, type Node } from "../../../support/fakes/tree-source.ts";
import { run } from "./browser-events.ts";

type Tree = { readonly [name: string]: Node };

const { signal } = new AbortController();

/** Names are unique in the whole tree: files that want the same key are not sent, which is another rule. */
const treeOf = (shape: readonly Shape[], prefix = ""): Tree =>
  Object.fromEntries(
    shape.map((one, at): [string, Node] => {
      const name = `${one.isHidden ? "." : ""}${one.word}${prefix}${at}`;
      return [name, one.inside === null ? one.size : treeOf(one.inside, `${prefix}${at}-`)];
    }),
  );

interface Shape {
  readonly word: string;
  readonly isHidden: boolean;
  readonly size: number;
  readonly inside: readonly Shape[] | null;
}

const { shapes } = fc.letrec<{ shape: Shape; shapes: readonly Shape[] }>((tie) => ({
  shapes: fc.array(tie("shape"), { minLength: 1, maxLength: 4 }),
  shape: fc.record({
    word: fc.constantFrom("a", "b"),
    isHidden: fc.nat(4).map((number) => number === 0),
    size: fc.nat(100),
    inside: fc.option(tie("shapes"), { maxDepth: 3, depthIdentifier: "tree" }),
  }),
}));

const filesBelow = (tree: Tree, at: string): readonly string[] =>
  Object.entries(tree).flatMap(([name, node]) => {
    const inner = path.join(at, name);
    if (typeof node === "number") return [inner];
    return filesBelow(Object.fromEntries(Object.entries(node)), inner);
  });

const step = fc.oneof(
  {
    arbitrary: fc.record({ do: fc.constant("move" as const), by: fc.integer({ min: -3, max: 3 }) }),
    weight: 3,
  },
  { arbitrary: fc.record({ do: fc.constant("space" as const) }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constantFrom("all" as const, "invert" as const) }), weight: 3 },
  {
    arbitrary: fc.record({
      do: fc.constantFrom("enter" as const, "up" as const, "hidden" as const),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      do: fc.constant("filter" as const),
      text: fc.constantFrom("a", "b", ""),
    }),
    weight: 1,
  },
);

/** A person at the browser, and beside it the plain set of files that should be selected. */
class Walk {
  state: BrowserState = createBrowserState("/", defaultPreferences);
  readonly wanted = new Set<string>();
  readonly #files: FileSource;
  readonly #all: readonly string[];

  constructor(files: FileSource, all: readonly string[]) {
    this.#files = files;
    this.#all = all;
  }

  send(event: BrowserEvent): void {
    this.state = run(this.state, event);
  }

  async open(folder: string): Promise<void> {
    if (folder !== this.state.folder) this.send({ type: "folderOpened", folder });
    const { reading } = this.state;
    const read = await this.#files.listAll(folder, signal);
    if (!read.ok) throw new Error(`no folder ${folder}`);
    this.send({ type: "folderRead", reading, folder: read.value });
    this.send({ type: "readEnded", reading, error: null });
  }

  below(name: string): readonly string[] {
    const at = path.join(this.state.folder, name);
    return this.#all.filter((file) => file === at || file.startsWith(`${at}/`));
  }

  want(files: readonly string[], isOn: (file: string) => boolean): void {
    for (const file of files) {
      if (isOn(file)) this.wanted.add(file);
      else this.wanted.delete(file);
    }
  }

  async take(one: { do: string; by?: number; text?: string }): Promise<void> {
    const { state } = this;
    const under = entryAt(state, state.position.cursor);
    const shown = Array.from(state.rows, ({ name }) => name);
    switch (one.do) {
      case "move":
        return this.send({ type: "moved", by: one.by ?? 0 });
      case "space": {
        if (under) {
          const wasOn = isSelected(state.selection, state.folder, under.name);
          this.want(this.below(under.name), () => !wasOn);
        }
        return this.send({ type: "selected" });
      }
      case "all":
        for (const name of shown) this.want(this.below(name), () => true);
        return this.send({ type: "allSelected" });
      case "invert":
        for (const name of shown) this.want(this.below(name), (file) => !this.wanted.has(file));
        return this.send({ type: "inverted" });
      case "enter":
        return under?.kind === "folder"
          ? this.open(path.join(state.folder, under.name))
          : undefined;
      case "up":
        return this.open(path.dirname(state.folder));
      case "hidden":
        return this.send({ type: "hiddenToggled" });
      default:
        return this.send({ type: "filterTyped", text: one.text ?? "" });
    }
  }

  /** Counts as the screen does: folder by folder, and the sizes of files that were selected before they were known. */
  async count(): Promise<void> {
    for (let task = nextCountTask(this.state.selection, this.state.counts); task;) {
      const plan = await this.plan([task.selected]);
      const count = { files: plan.files.length, bytes: plan.totalBytes, isDone: true };
      this.send({ type: "counted", key: task.key, count });
      task = nextCountTask(this.state.selection, this.state.counts);
    }
    for (let some = nextUnsized(this.state.selection, 2); some;) {
      const entries = await this.#files.details(some.folder, some.names, signal);
      const sizes = new Map(entries.map(({ name, sizeBytes }) => [name, sizeBytes]));
      this.send({ type: "selectionSized", folder: some.folder, sizes });
      some = nextUnsized(this.state.selection, 2);
    }
  }

  plan(selected = toSelectedPaths(this.state.selection)) {
    return planDelivery({ files: this.#files, selected, prefix: "", signal });
  }
}

describe("what is selected", () => {
  it("is one thing for the model, the footer and the review, whatever was pressed in whatever tree", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.array(step, { maxLength: 25 }), async (shape, steps) => {
        const tree = treeOf(shape);
        const walk = new Walk(createTreeSource(tree), filesBelow(tree, "/"));
        await walk.open("/");
        for (const one of steps) await walk.take(one);
        const wanted = Array.from(walk.wanted).sort();
        const plan = await walk.plan();
        expect(plan.skipped).toEqual([]);
        expect(plan.files.map((file) => file.path).sort()).toEqual(wanted);
        await walk.count();
        const footer = selectionTotal(walk.state.selection, walk.state.counts);
        expect(footer).toEqual({
          files: plan.files.length,
          bytes: plan.totalBytes,
          isDone: true,
        });
        const marked = filesBelow(tree, "/").filter((file) =>
          isSelected(walk.state.selection, path.dirname(file), path.basename(file)),
        );
        expect(marked.sort()).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });
});
