import { Box } from "ink";
import type { ReactElement } from "react";
import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import type { KeyMode } from "../../../src/tui/keys/actions.ts";
import { Confirm } from "../../../src/tui/widgets/Confirm.tsx";
import { Frame } from "../../../src/tui/widgets/Frame.tsx";
import { Header } from "../../../src/tui/widgets/Header.tsx";
import { Notice } from "../../../src/tui/widgets/Notice.tsx";
import { NoteContext } from "../../../src/tui/widgets/note-context.ts";
import { progressBarText } from "../../../src/tui/widgets/progress-bar-text.ts";
import { StatusBar } from "../../../src/tui/widgets/StatusBar.tsx";
import { createTheme, ThemeContext } from "../../../src/tui/widgets/theme.ts";
import { Tint } from "../../../src/tui/widgets/Tint.tsx";
import { who } from "../../../src/words/errors/error-sentences.ts";
import { detailsHint, errorWords, errorDetails } from "../../../src/words/errors/error-words.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenWords } from "../../support/values/screen-words.ts";

const ascii = createTheme({ theme: "dark", ascii: true, hasColour: false });
const unicode = createTheme({ theme: "dark", ascii: false, hasColour: true });
const denied: AppError = {
  code: "AccessDenied",
  right: "write",
  bucket: "acme-inbox",
  key: "november/a.pdf",
  answer: { status: 403, storeCode: "AccessDenied", requestId: "tx0001" },
};

describe("Notice", () => {
  it("says what happened, to what, what to do and who, and where the details are", async () => {
    const notice = await showOnInk(<Notice error={denied} columns={80} hasDetails={false} />);
    const lines = notice.frame().split("\n");
    expect(lines[0]).toBe(`! ${errorWords(denied).happened}`);
    expect(lines[1]).toBe("  acme-inbox/november/a.pdf");
    expect(screenWords(lines.slice(2, -1).join("\n"))).toContain(who.owner);
    expect(lines.at(-1)).toBe(`  ${detailsHint("AccessDenied")}`);
    notice.unmount();
  });

  it("shows code, status and request id instead of their hint", async () => {
    const notice = await showOnInk(<Notice error={denied} columns={80} hasDetails />);
    for (const line of errorDetails(denied)) expect(notice.frame()).toContain(line);
    expect(notice.frame()).not.toContain("d details");
    notice.unmount();
  });

  it("fits into 40 columns without losing a word", async () => {
    const notice = await showOnInk(<Notice error={denied} columns={40} hasDetails={false} />);
    for (const line of notice.frame().split("\n")) expect(line.length).toBeLessThanOrEqual(40);
    expect(screenWords(notice.frame())).toContain(errorWords(denied).next);
    notice.unmount();
  });
});

const ask = async (initial: "yes" | "no") => {
  const answers: boolean[] = [];
  const screen = await showOnInk(
    <Confirm
      question="Sure?"
      yes="Do it"
      no="Leave it"
      initial={initial}
      columns={60}
      onAnswer={(isYes) => answers.push(isYes)}
    />,
  );
  return { ...screen, answers };
};

describe("Confirm", () => {
  it.each([
    ["Enter takes the marked one", [keys.enter], false],
    ["an arrow marks the other one", [keys.down, keys.enter], true],
    ["two arrows come back", [keys.down, keys.up, keys.enter], false],
    ["y is yes", ["y"], true],
    ["n is no", ["n"], false],
    ["Esc is no", [keys.escape], false],
  ])("%s", async (_, pressed, expected) => {
    const confirm = await ask("no");
    expect(confirm.frame()).toContain("> n  Leave it");
    await confirm.press(...pressed);
    expect(confirm.answers).toEqual([expected]);
    confirm.unmount();
  });
});

const fourRowsAnd = (text: string | null, mode: KeyMode = "ownerNotice") => (
  <NoteContext value={text}>
    <Box flexDirection="column" height={5}>
      <Box height={4} flexDirection="column">
        {["first row", "second row", "third row", "a fourth row of this screen"].map((row) => (
          <Tint key={row}>{row}</Tint>
        ))}
      </Box>
      <StatusBar mode={mode} columns={40} isInset />
    </Box>
  </NoteContext>
);

describe("StatusBar", () => {
  it("shows a note above the keys, which stay", async () => {
    const bar = await showOnInk(fourRowsAnd(null));
    const keysLine = bar.frame().split("\n").at(-1);
    await bar.rerender(fourRowsAnd("Copied."));
    expect(bar.frame().split("\n").slice(-2)).toEqual([" Copied.", keysLine]);
    expect(keysLine).toMatch(/^ \? help {2}/);
    bar.unmount();
  });

  it("shows a long note whole, over the lines above, and moves nothing", async () => {
    const note = "A note that is longer than one line: copy or save the text.";
    const bar = await showOnInk(fourRowsAnd(null));
    const without = bar.frame().split("\n");
    await bar.rerender(fourRowsAnd(note));
    const [first, second, ...rest] = bar.frame().split("\n");
    expect([first, second]).toEqual(["first row", "second row"]);
    expect(rest).toEqual([
      " A note that is longer than one line:",
      " copy or save the text.",
      without.at(-1),
    ]);
    await bar.rerender(fourRowsAnd(null));
    expect(bar.frame().split("\n")).toEqual(without);
    bar.unmount();
  });
});

describe("a long note in a mode with a field", () => {
  it("leaves the field on the line above to be seen", async () => {
    const note = 'A note that is "too long" for a line, so that it takes two of them';
    const bar = await showOnInk(fourRowsAnd(note, "queueText"));
    expect(bar.frame().split("\n").slice(0, 4)).toEqual([
      "first row",
      ' A note that is "too long" for a line,',
      " so that it takes two of them",
      "a fourth row of this screen",
    ]);
    bar.unmount();
  });
});

describe("Header", () => {
  const tabs = [
    { words: "1 Files", isCurrent: false },
    { words: "2 Queue 12", isCurrent: true },
    { words: "3 History", isCurrent: false },
  ];

  it.each([
    [10, /^ ● d{10} +1 \[2 Queue 12\] 3$/],
    [19, /^ ● d{19} +1 \[2\] 3$/],
    [32, /^ ● d{32} +\[2\]$/],
    [60, /^ ● d+…d+ \[2\]$/],
  ])(
    "cuts a destination of %d letters last of all, the names of tabs before",
    async (length, line) => {
      const header = await showOnInk(
        <Header title={"d".repeat(length)} detail="eu-central-1" tabs={tabs} columns={40} />,
      );
      expect(header.frame()).toMatch(line);
      expect(header.frame().length).toBeLessThanOrEqual(40);
      header.unmount();
    },
  );

  it.each([
    [16, / \[1 Files\] 2 \(12\) {2}3$/],
    [21, / \[1 Files\] 2 {2}3$/],
    [22, / \[1\] 2 \(12\) {2}3$/],
    [27, / \[1\] 2 {2}3$/],
  ])("says beside a destination of %d letters how many are on their way", async (length, line) => {
    const others = tabs.map((tab, at) => ({ ...tab, isCurrent: at === 0 }));
    const header = await showOnInk(
      <Header title={"d".repeat(length)} tabs={others} columns={40} />,
    );
    expect(header.frame()).toMatch(line);
    header.unmount();
  });

  it("leaves out what is said of the destination before it cuts that", async () => {
    const one = [{ words: "1 Files", isCurrent: true }];
    const at = async (columns: number) => {
      const header = await showOnInk(
        <Header title="acme-inbox/north" detail="eu-west-1" tabs={one} columns={columns} />,
      );
      const frame = header.frame();
      header.unmount();
      return frame;
    };
    expect(await at(60)).toContain(" ● acme-inbox/north · eu-west-1 ");
    expect(await at(40)).toContain(" ● acme-inbox/north ");
    expect(await at(40)).not.toContain("eu-west");
  });
});

describe("the bar of progress", () => {
  it.each([
    [0, 0, "░░░░"],
    [0.5, 0.5, "██░░"],
    [0.5, 0.8, "██▓░"],
    [0.999, 0.999, "███░"],
    [1, 1, "████"],
    [7, 7, "████"],
    [-1, -1, "░░░░"],
    [Number.NaN, Number.NaN, "░░░░"],
    // What is acknowledged is on the bar, whatever is said of the rest.
    [0.5, 0, "██░░"],
  ])("of %s acknowledged and %s sent is %s", (acked, sent, text) => {
    expect(progressBarText({ acked, sent }, 4, unicode.symbols)).toBe(text);
  });

  it("is drawn with letters only when asked", () => {
    expect(progressBarText({ acked: 0.4, sent: 0.6 }, 10, ascii.symbols)).toBe("####==....");
  });
});

const linesOf = async (node: ReactElement) => {
  const frame = await showOnInk(node);
  const lines = frame.frame().split("\n");
  frame.unmount();
  return lines;
};

describe("a frame", () => {
  const lines = [[{ text: "62 MiB " }, { text: "sent", tone: "good" as const }]];

  it("has its title and its note in the top edge, and each line as wide as itself", async () => {
    expect(
      await linesOf(<Frame title="Uploading 2 files" note="62%" columns={40} lines={lines} />),
    ).toEqual([
      "╭ Uploading 2 files ────────────── 62% ╮",
      "│ 62 MiB sent                          │",
      "╰──────────────────────────────────────╯",
    ]);
  });

  it("has a line without a title, and letters only where asked", async () => {
    const plain = (
      <ThemeContext value={ascii}>
        <Frame title={null} columns={20} lines={lines} />
      </ThemeContext>
    );
    expect(await linesOf(plain)).toEqual([
      "+------------------+",
      "| 62 MiB sent      |",
      "+------------------+",
    ]);
  });

  it("cuts what is too long, the note first", async () => {
    const long = [[{ text: "a line that is longer than its frame" }]];
    const [top, line] = await linesOf(
      <Frame title={"very ".repeat(8)} note="62 of 99 MiB" columns={20} lines={long} />,
    );
    expect(top).toHaveLength(20);
    expect(top).not.toContain("MiB");
    expect(line).toBe("│ a line that is … │");
  });
});

describe("the theme", () => {
  it("has ASCII signs only when asked", () => {
    const { borderStyle, ...signs } = ascii.symbols;
    const texts = Object.values(signs).flatMap((sign) =>
      typeof sign === "string" ? [sign] : Object.values(sign),
    );
    // oxlint-disable-next-line no-control-regex -- the range of ASCII is what is tested
    expect(texts.join("")).toMatch(/^[\u0000-\u007f]*$/);
    expect(borderStyle).toBe("classic");
  });

  it("has no colours with NO_COLOR, and others for a light window", () => {
    expect(Object.values(ascii.colours).every((colour) => colour === null)).toBe(true);
    const light = createTheme({ theme: "light", ascii: false, hasColour: true });
    expect(light.colours).not.toEqual(unicode.colours);
    // Yellow, white and faint letters cannot be read on white.
    expect(Object.values(light.colours)).not.toContain("yellow");
    expect(light.hasFaint).toBe(false);
  });

  it("writes no colour at all with NO_COLOR", async () => {
    const text = await showOnInk(
      <ThemeContext value={ascii}>
        <Tint tone="bad">failed</Tint>
      </ThemeContext>,
    );
    expect(text.rawFrame()).toBe("failed");
    text.unmount();
  });
});
