import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createUploadProgress } from "../../../src/cli/upload/upload-progress.ts";
import { uploadWords } from "../../../src/words/commands/upload.ts";
import { someSnapshot, someView } from "../../support/fakes/still-queue.ts";
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
    progress: createUploadProgress(createCommandContext({ environment, folder: "/", stderr }), {
      isJson: false,
      says: "results",
      withProgress: false,
    }),
    written: () => written.join(""),
  };
};

describe("the progress of an upload", () => {
  it("is one line, taken away for what is said", () => {
    const { progress, written } = onTerminal();
    progress.showStream(512);
    progress.clear();
    progress.clear();
    expect(written()).toBe(`\r\u001b[K${uploadWords.fromStdin(512)}\r\u001b[K`);
  });

  it("is not shown any more after its end, whatever comes late", () => {
    const { progress, written } = onTerminal();
    progress.end();
    progress.showStream(1);
    expect(written()).toBe("");
  });

  it.each([
    ["C", "0 of 1 file - 10 B of 100 B"],
    ["C.UTF-8", "0 of 1 file · 10 B of 100 B"],
  ])("has signs that the terminal shows: %s", (LC_ALL, line) => {
    const { progress, written } = onTerminal({ LC_ALL });
    progress.show(someSnapshot([someView({ sizeBytes: 100, ackedBytes: 10 })]));
    expect(written()).toBe(`\r\u001b[K${line}`);
  });
});
