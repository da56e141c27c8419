import { describe, expect, it } from "vitest";
import { absenceLines } from "./absence-lines.ts";

const absent = ["tmux: tmux not found; on Debian: apt-get install tmux"];
const skipped = [
  { file: "test/e2e/tmux.test.ts", tests: 2 },
  { file: "test/domain/rate.test.ts", tests: 0 },
];

describe("what is said at the end of a run", () => {
  it("is nothing when everything ran", () => {
    expect(absenceLines({ absent: [], isFullRun: true, skipped: [] })).toEqual([]);
  });

  it("names what is missing, how to get it, and the files that wait for it", () => {
    expect(absenceLines({ absent, isFullRun: true, skipped })).toEqual([
      "Did not run here:",
      `  ${absent[0]}`,
      "  2 tests were skipped:",
      "    test/e2e/tmux.test.ts (2)",
    ]);
  });

  it("names no component that nothing of this run wanted, but says that the run was short", () => {
    const lines = absenceLines({ absent, isFullRun: false, skipped: [] });
    expect(lines.join("\n")).toContain("S3_SFTP_TESTS=full");
    expect(lines.join("\n")).not.toContain("tmux");
  });
});
