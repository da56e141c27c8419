import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import { describe, expect, it } from "vitest";
import { asciiOutput, toAscii } from "../../../src/tui/terminal/ascii-output.ts";

describe("toAscii", () => {
  it("replaces our own signs one for one, so that columns stay", () => {
    const text = "AKIA… · a → b – 40 × 12";
    expect(toAscii(text)).toBe("AKIA~ - a > b - 40 x 12");
    expect(toAscii(text)).toHaveLength(text.length);
  });

  it("replaces what stands for a control character in a name", () => {
    expect(toAscii("bad\uFFFD[31mname.txt")).toBe("bad?[31mname.txt");
  });

  it("leaves names as they are", () => {
    expect(toAscii("größe 納品書.pdf")).toBe("größe 納品書.pdf");
  });
});

describe("asciiOutput", () => {
  it("follows its switch, and is the terminal in everything else", () => {
    const written: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written.push(chunk.toString());
        done();
      },
    });
    const stdout: WriteStream = Object.assign(Object.create(WriteStream.prototype), {
      write: (text: string) => sink.write(text),
      columns: 80,
      isTTY: true,
    });
    const ascii = { isOn: false };
    const output = asciiOutput(stdout, ascii);
    output.write("a · b");
    ascii.isOn = true;
    output.write("a · b");
    expect(written).toEqual(["a · b", "a - b"]);
    expect(output.columns).toBe(80);
    expect(output.isTTY).toBe(true);
  });
});
