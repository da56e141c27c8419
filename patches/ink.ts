import { lateSegmenter } from "../scripts/patching/late-segmenter.ts";
import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";
import { plainRows } from "../scripts/patching/plain-rows.ts";

/** As many texts as a large screen has, and the last frame's rows: what was written to each, and what came of it. */
const memory = `
let kept = new OutputCaches();
const keptCaches = () => {
  if (kept.styledChars.size > 300 || kept.widths.size > 2_000) kept = new OutputCaches();
  return kept;
};
let drawnRows = [];
const endOf = ({ y, text }) => y + text.split('\\n').length;
const isOutside = (clip, y) => clip?.y1 !== undefined && clip.y2 !== undefined && (y < clip.y1 || y >= clip.y2);
const isSameWrite = (a, b) =>
  a.operation.x === b.operation.x && a.line === b.line && a.operation.text === b.operation.text &&
  a.clip?.x1 === b.clip?.x1 && a.clip?.x2 === b.clip?.x2 &&
  a.operation.transformers.length === b.operation.transformers.length &&
  a.operation.transformers.every((each, at) => each === b.operation.transformers[at]);
const isDrawn = (drawn, width, writes) =>
  drawn !== undefined && drawn.width === width && drawn.writes.length === writes.length &&
  drawn.writes.every((each, at) => isSameWrite(each, writes[at]));`;

const onlyChangedRows = [
  `        const output = [];
        for (let y = 0; y < this.height; y++) {
            const row = [];`,
  `        const writes = Array.from({ length: this.height }, () => []);
        const opened = [];
        for (const operation of this.operations) {
            if (operation.type === 'clip') {
                opened.push(intersectClips(opened.at(-1), operation.clip));
            }
            else if (operation.type === 'unclip') {
                opened.pop();
            }
            else {
                const clip = opened.at(-1);
                const end = Math.min(this.height, endOf(operation));
                for (let y = Math.max(0, operation.y); y < end; y++) {
                    if (!isOutside(clip, y)) {
                        writes[y].push({ operation, line: y - operation.y, clip });
                    }
                }
            }
        }
        // Where a list has moved, the same is written to another row.
        const drawnByText = new Map(drawnRows.map((drawn) => [drawn.writes[0]?.operation.text, drawn]));
        const drawnAt = (y) => [drawnRows[y], drawnByText.get(writes[y][0]?.operation.text)]
            .find((drawn) => isDrawn(drawn, this.width, writes[y]))?.text;
        const texts = writes.map((each, y) => drawnAt(y) ?? plainRow(each, this.width));
        // A row that is not there is not written to.
        const output = Array.from({ length: this.height });
        for (let y = 0; y < this.height; y++) {
            if (texts[y] !== undefined) {
                continue;
            }
            const row = [];`,
] as const;

const keepsOutput: PackagePatch = {
  package: "ink",
  file: "build/output.js",
  upstream:
    "https://github.com/vadimdemedes/ink/pull/835 (brought the caches, anew for each frame)",
  reason:
    "Ink cuts every text on the screen into characters for each frame, makes every cell anew and joins them all, though " +
    "a key changes three rows: two thirds of what a frame costs, and most of its garbage. Here it keeps texts from " +
    "frame to frame, and a row to which the same is written at the same places is the row that was drawn last.",
  deleteWhen:
    "Ink's Output keeps its caches over more than one frame, and draws only rows that have changed.",
  mend: (text) =>
    replaceEach(text, [
      ["caches = new OutputCaches();", "caches = keptCaches();"],
      onlyChangedRows,
      ["            output.push(row);\n", "            output[y] = row;\n"],
      [
        `            else {
                this.applyWriteOperation(`,
        `            else if (output.slice(Math.max(0, operation.y), endOf(operation)).some(Boolean)) {
                this.applyWriteOperation(`,
      ],
      [
        `        const generatedOutput = output
            .map(line => {
`,
        `        const rows = output
            .map((line, y) => {
            if (line === undefined) {
                return texts[y];
            }
`,
      ],
      [
        `        })
            .join('\\n');
`,
        `        });
        drawnRows = rows.map((text, y) => ({ width: this.width, writes: writes[y], text }));
        const generatedOutput = rows.join('\\n');
`,
      ],
    ]) +
    memory +
    plainRows,
};

const keepsSquashed: PackagePatch = {
  package: "ink",
  file: "build/squash-text-nodes.js",
  upstream: "https://github.com/vadimdemedes/ink/issues",
  reason:
    "Ink joins the pieces of every text on the screen anew, and looks for sequences in them, once to measure and once " +
    "to draw, in each frame. Here a text keeps what it was joined to until a piece of it changes.",
  deleteWhen: "Ink's text nodes keep their joined text.",
  mend: (text) =>
    replaceEach(text, [
      [
        `    let text = '';
    for (const childNode of node.childNodes) {`,
        `    if (node.squashedText !== undefined) {
        return node.squashedText;
    }
    let text = '';
    for (const childNode of node.childNodes) {`,
      ],
      [
        `    }
    return text;
};`,
        `    }
    node.squashedText = text;
    return text;
};`,
      ],
    ]),
};

/** Only of a text that is cut, the size in a place that stays the same is decided by its own size. */
const staysAsLarge = `
const staysAsLarge = (node) => {
    if (node.nodeName !== 'ink-text' || node.measured === undefined || !node.style.textWrap?.startsWith('truncate')) {
        return false;
    }
    const { width, height } = measureText(squashTextNodes(node));
    return width === node.measured.width && height === node.measured.height;
};
`;

const forgetsSquashed: PackagePatch = {
  ...keepsSquashed,
  file: "build/dom.js",
  mend: (text) =>
    replaceEach(text, [
      [
        `    const dimensions = measureText(text);
`,
        `    const dimensions = measureText(text);
    node.measured = dimensions;
`,
      ],
      [
        `const findClosestYogaNode = (node) => node?.parentNode
    ? (node.yogaNode ?? findClosestYogaNode(node.parentNode))
    : undefined;
`,
        `const findClosestMeasured = (node) => node?.parentNode
    ? (node.yogaNode ? node : findClosestMeasured(node.parentNode))
    : undefined;
`,
      ],
      [
        `    const yogaNode = findClosestYogaNode(node);
    yogaNode?.markDirty();
`,
        `    const measured = findClosestMeasured(node);
    if (measured !== undefined && !staysAsLarge(measured)) {
        measured.yogaNode.markDirty();
    }
`,
      ],
      [
        "    // Mark closest Yoga node as dirty to measure text dimensions again\n",
        `    for (let each = node; each; each = each.parentNode) {
        each.squashedText = undefined;
    }
    // Mark closest Yoga node as dirty to measure text dimensions again
`,
      ],
    ]) + staysAsLarge,
};

const measuresOnce: PackagePatch = {
  package: "ink",
  file: "build/render-node-to-output.js",
  upstream: "https://github.com/vadimdemedes/ink/issues",
  reason:
    "Ink measures every text in each frame where it draws it, although it has kept the size of each since the layout.",
  deleteWhen: "Ink's renderNodeToOutput asks measureText for a width.",
  mend: (text) =>
    replaceEach(text, [
      ["import widestLine from 'widest-line';", "import measureText from './measure-text.js';"],
      ["const currentWidth = widestLine(text);", "const currentWidth = measureText(text).width;"],
    ]),
};

/** Both hooks subscribe in the last effect of their file. */
const listensAtOnce = (file: string, event: string): PackagePatch => ({
  package: "ink",
  file,
  upstream: "https://github.com/vadimdemedes/ink/issues",
  reason:
    "Ink draws a frame, and its components begin to listen in effects that run some milliseconds later where no key " +
    "has brought the frame: what is typed or pasted into a field that can be seen is lost. Here they listen from the " +
    "commit on that draws them.",
  deleteWhen: "useInput and usePaste subscribe in a layout effect.",
  mend: (text) =>
    replaceEach(text, [
      [
        "import { useEffect, useEffectEvent } from 'react';",
        "import { useEffect, useEffectEvent, useLayoutEffect } from 'react';",
      ],
      [
        `    useEffect(() => {
        if (options.isActive === false) {
            return;
        }
        internal_eventEmitter.on('${event}',`,
        `    useLayoutEffect(() => {
        if (options.isActive === false) {
            return;
        }
        internal_eventEmitter.on('${event}',`,
      ],
    ]),
});

export const inkPatches: readonly PackagePatch[] = [
  keepsOutput,
  keepsSquashed,
  forgetsSquashed,
  measuresOnce,
  lateSegmenter(
    {
      package: "ink",
      file: "build/line-update.js",
      upstream: "https://github.com/vadimdemedes/ink/issues",
    },
    { name: "segmenter", options: "undefined, { granularity: 'grapheme' }" },
  ),
  listensAtOnce("build/hooks/use-input.js", "input"),
  listensAtOnce("build/hooks/use-paste.js", "paste"),
];
