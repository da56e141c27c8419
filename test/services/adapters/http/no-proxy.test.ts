import { describe, expect, it } from "vitest";
import { parseNoProxy } from "../../../../src/services/adapters/http/no-proxy.ts";
import { toOrigin } from "../../../../src/services/adapters/http/origin.ts";

const exempts = (list: string, url: string) => parseNoProxy(list)(toOrigin(new URL(url)));

describe("NO_PROXY", () => {
  it.each([
    ["store.corp", "https://store.corp"],
    ["store.corp", "https://inbox.store.corp"],
    [".store.corp", "https://store.corp"],
    [".corp", "https://store.corp"],
    ["*.corp", "https://a.store.corp"],
    ["Store.CORP.", "https://store.corp"],
    ["store.corp", "https://store.corp."],
    ["other, store.corp", "https://store.corp"],
    ["other store.corp", "https://store.corp"],
    ["store.corp:9000", "http://store.corp:9000"],
    ["store.corp:443", "https://store.corp"],
    ["store.corp:80", "http://store.corp"],
    ["http://store.corp", "https://store.corp"],
    ["*", "https://anything"],
    ["10.0.0.1", "http://10.0.0.1:9000"],
    ["10.0.0.1:9000", "http://10.0.0.1:9000"],
    ["10.0.0.0/8", "http://10.200.3.4"],
    ["10.*", "http://10.200.3.4"],
    ["10.0.0.1-10.0.0.9", "http://10.0.0.5"],
    ["::1", "http://[::1]:9000"],
    ["[::1]", "http://[::1]:9000"],
    ["[::1]:9000", "http://[::1]:9000"],
    ["fd00::/8", "http://[fd12::1]"],
    ["[fd00::]/8", "http://[fd12::1]"],
    ["localhost,127.0.0.1", "http://localhost:9000"],
    // The clouds' own answers about a machine come by no proxy.
    ["", "http://169.254.169.254"],
    ["", "http://169.254.170.2/creds"],
    ["", "http://[fd00:ec2::254]"],
  ])("%j exempts %s", (list, url) => {
    expect(exempts(list, url)).toBe(true);
  });

  it.each([
    ["", "https://store.corp"],
    ["store.corp", "https://mystore.corp"],
    ["store.corp", "https://store.corp.evil"],
    ["inbox.store.corp", "https://store.corp"],
    ["store.corp:9000", "https://store.corp"],
    ["10.0.0.0/8", "http://11.0.0.1"],
    ["10.0.0.0/99", "http://10.0.0.1"],
    ["10.0.0.0/8", "http://10.example"],
    ["10.0.0.1-10.0.0.9", "http://10.0.0.10"],
    ["::1", "http://[::2]"],
    ["[::1]:9000", "http://[::1]:9001"],
    ["(", "https://store.corp"],
  ])("%j does not exempt %s", (list, url) => {
    expect(exempts(list, url)).toBe(false);
  });
});
