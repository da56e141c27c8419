import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createUploadProgress } from "../../../src/cli/upload/upload-progress.ts";
import { createCommandContext } from "../../support/fakes/command-context.ts";

/** A terminal of 80 columns that keeps what it is sent. */
const onTerminal = (environment: Readonly<Record<string, string>> = {}) => {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const stderr = Object.assign(Object.create(process.stderr), {
    isTTY: true,
    columns: 80,
    write: stream.write.bind(stream),
  });
  return {
    progress: createUploadProgress(createCommandContext({ environment, folder: "/", stderr })),
    written: () => written.join(""),
  };
};

describe("the progress of an upload", () => {
  it("is one line, taken away for what is said", () => {
    const { progress, written } = onTerminal();
    progress.showText("half");
    progress.clear();
    progress.clear();
    expect(written()).toBe("\r\u001b[Khalf\r\u001b[K");
  });

  it("is not shown any more after its end, whatever comes late", () => {
    const { progress, written } = onTerminal();
    progress.end();
    progress.showText("late");
    expect(written()).toBe("");
  });

  it.each([
    ["C", "1 of 2 files - 3 B"],
    ["C.UTF-8", "1 of 2 files · 3 B"],
  ])("has signs that the terminal shows: %s", (LC_ALL, line) => {
    const { progress, written } = onTerminal({ LC_ALL });
    progress.showText("1 of 2 files · 3 B");
    expect(written()).toBe(`\r\u001b[K${line}`);
  });
});
