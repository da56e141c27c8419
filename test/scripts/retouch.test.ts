import { describe, expect, it } from "vitest";
import { retouch } from "../../scripts/pictures/retouch.ts";

const row = (text: string) => text.padEnd(84);

describe("what a picture is retouched in", () => {
  it.each([
    [" Request ID:  EA650991A377E987", " Request ID:  0123456789ABCDEF"],
    [
      " Receipt:     0f0e0d0c-0b0a-4908-8706-050403020100",
      " Receipt:     35279e19-abe3-4853-84bb-de38db08b76f",
    ],
    [
      " 10 files · 11.2 of 104.6 MiB · 1.5 MiB/s · 1 min 9 s left",
      " 10 files · 11.2 of 104.6 MiB · 12.1 MiB/s · 7 s left",
    ],
    [
      "    scans/p-011.tif          ▕████████        ▏  55%  1 of 2 parts  1.1 MiB/s",
      "    scans/p-011.tif          ▕████████        ▏  55%  1 of 2 parts  932.1 KiB/s",
    ],
  ])("is the same in two runs: %s", (one, other) => {
    expect(retouch(row(one))).toBe(retouch(row(other)));
    expect(retouch(row(one))).toHaveLength(84);
  });

  it.each([
    " invoices-2026-11.csv                                              1.2 MiB   24 Nov 09:12",
    "    scans/p-013.tif          ▕                ▏   0%  0 of 4 parts",
    " SHA-256:     8b3dbcee37ec1d934717e16ec2217c7ac2e879439795993da828a6001c2478fb",
  ])("is not what the program has to say: %s", (line) => {
    expect(retouch(row(line))).toBe(row(line));
  });
});
