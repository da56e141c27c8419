import { describe, expect, it } from "vitest";
import type { Settings } from "../../../../src/domain/settings.ts";
import { noticeAbout } from "../../../../src/tui/screens/owner-notice/notice-about.ts";
import { acme, acmeSettings } from "../../../support/fakes/fake-services.ts";

const south = {
  ...acme,
  name: "south",
  accessKeyId: "AKIA7EXAMPLE00009999",
  region: "eu-south-1",
  destinations: [
    { bucket: "south-inbox", prefix: "" },
    { bucket: "south-inbox", prefix: "scans/" },
    { bucket: "south-inbox", prefix: "scans/2026/" },
    {
      bucket: "archive",
      prefix: "old/",
      address: { region: "us-east-1", endpoint: "https://minio.example" },
    },
  ],
};
const settings: Settings = { ...acmeSettings, connections: [acme, south] };
const active = {
  connection: "acme",
  region: acme.region,
  destination: { bucket: "x", prefix: "y/" },
};

const about = (bucket: string, key: string, connection = "south") =>
  noticeAbout({ connection, bucket, key }, settings, active);

describe("what a notice for the bucket owner is about", () => {
  it.each([
    ["south-inbox", "scans/2026/a.dcm", "scans/2026/"],
    ["south-inbox", "scans/2025/a.dcm", "scans/"],
    ["south-inbox", "a.dcm", ""],
    ["archive", "old/deep/a.dcm", "old/"],
  ])("is the destination of %s/%s, not the one in use", (bucket, key, prefix) => {
    expect(about(bucket, key)).toMatchObject({
      connection: "south",
      accessKeyId: south.accessKeyId,
      prefix,
    });
  });

  it("is where that bucket is", () => {
    expect(about("south-inbox", "a")).toMatchObject({ region: "eu-south-1", endpoint: null });
    expect(about("archive", "old/a")).toMatchObject({
      region: "us-east-1",
      endpoint: "https://minio.example",
    });
  });

  it("is the folder of the file where the destination has been removed", () => {
    expect(about("gone", "in/deep/a.dcm").prefix).toBe("in/deep/");
    expect(about("gone", "a.dcm").prefix).toBe("");
    expect(about("gone", "in/a.dcm", "removed")).toEqual({
      connection: "removed",
      accessKeyId: null,
      region: acme.region,
      endpoint: null,
      prefix: "in/",
      options: undefined,
    });
  });
});
