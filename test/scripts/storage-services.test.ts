import { describe, expect, it } from "vitest";
import { awsDialect } from "../../src/demo/s3/dialect.ts";
import { storageServicesPage } from "../../scripts/docs/storage-services-page.ts";
import { dialectOf } from "../../scripts/storage-services/storage-service.ts";
import type { StorageService } from "../../scripts/storage-services/storage-service.ts";
import { storageServices } from "../../scripts/storage-services/storage-services.ts";

const unknown: StorageService = {
  name: "Nowhere",
  facts: {
    putCondition: "not documented",
    completeCondition: "not documented",
    checksums: "not documented",
    completeChecksum: "not documented",
    contentMd5: "not documented",
    etag: "not documented",
    multipartEtag: "not documented",
    maxParts: "not documented",
    addressing: "not documented",
    listing: "not documented",
  },
  sources: [],
  seen: null,
  toSet: "",
  permissions: null,
  lacks: null,
};

describe("what is known of storage services", () => {
  it("is of ten at least, each by a name of its own", () => {
    const names = storageServices.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(10);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(storageServices)("names a page for $name", ({ sources, toSet }) => {
    expect(sources.length).toBeGreaterThan(0);
    for (const { title, url } of sources) {
      expect(title).toMatch(/\w/u);
      expect(new URL(url).protocol).toBe("https:");
    }
    expect(toSet).toMatch(/\.$/u);
  });

  it("makes a dialect of AWS for AWS", () => {
    const aws = storageServices.find(({ name }) => name === "AWS S3");
    expect(aws && dialectOf(aws)).toEqual(awsDialect);
  });

  it("expects the least of what no page speaks of, and habits over that", () => {
    expect(dialectOf(unknown)).toMatchObject({
      putCondition: "ignored",
      completeCondition: "ignored",
      checksums: "ignored",
      etag: "opaque",
      requestIdHeader: "x-amz-request-id",
    });
    const habits = { requestIdHeader: null };
    expect(dialectOf({ ...unknown, habits }).requestIdHeader).toBeNull();
  });

  it("has a row and a section for each on the page", () => {
    const page = storageServicesPage();
    for (const { name, seen, sources } of storageServices) {
      expect(page).toContain(`\n### ${name}\n`);
      const row = page.split("\n").find((line) => line.startsWith(`| ${name} |`));
      expect(row).toMatch(new RegExp(`\\| ${(seen ?? "no").replaceAll(".", "\\.")} \\|$`, "u"));
      for (const { url } of sources) expect(page).toContain(`](${url})`);
    }
  });
});
