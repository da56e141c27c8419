import { nullStoreMemory } from "../../../../src/services/ports/store-memory.ts";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fixedCredentials } from "../../../../src/services/ports/credentials.ts";
import { StoreConnection } from "../../../../src/services/adapters/s3/store-connection.ts";
import { nullDebugLog } from "../../../../src/services/ports/debug-log.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { startForwardProxy } from "../../../support/sites/forward-proxy.ts";
import type { ForwardProxyOptions } from "../../../support/sites/forward-proxy.ts";
import { put, StandInStores } from "../../../support/sites/stand-in-store.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const stores = new StandInStores();
afterEach(() => stores.close());

const startProxy = async (options?: ForwardProxyOptions) => {
  const proxy = await startForwardProxy(options);
  stores.onClose(() => proxy.close());
  return proxy;
};

describe("a proxy of the environment", () => {
  it("is asked for plain http, and left alone where NO_PROXY says so", async () => {
    const proxy = await startProxy();
    const s3 = await stores.startStandIn();
    const { port } = s3;
    const environment = { HTTP_PROXY: proxy.url };
    valueOf(await put(stores.storeAt(s3.endpoint, { environment }), "a"));
    expect(proxy.asked).toEqual([`PUT http://127.0.0.1:${port}/inbox/a`]);
    const around = { ...environment, NO_PROXY: "127.0.0.1" };
    valueOf(await put(stores.storeAt(s3.endpoint, { environment: around }), "b"));
    expect(proxy.asked).toHaveLength(1);
  });

  it("that refuses is named as the reason", async () => {
    const proxy = await startProxy({ refuses: 403 });
    const environment = { HTTPS_PROXY: proxy.url };
    const store = stores.storeAt("https://127.0.0.1:9", { environment });
    expect(await put(store)).toMatchObject({
      ok: false,
      error: {
        code: "EndpointUnreachable",
        reason: "proxy",
        proxy: { address: proxy.authority, variable: "HTTPS_PROXY", status: 403 },
      },
    });
    expect(proxy.asked).toEqual(["CONNECT 127.0.0.1:9"]);
  });
});

describe.runIf(!componentMissing("openssl"))("a store whose certificate nobody vouches for", () => {
  let folder: string;
  let tls: { readonly key: string; readonly cert: string };

  beforeAll(async () => {
    tls = selfSigned();
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-ca-"));
    await writeFile(path.join(folder, "ca.pem"), tls.cert);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it("is refused", async () => {
    const s3 = await stores.startStandIn({ tls });
    expect(await put(stores.storeAt(s3.endpoint))).toMatchObject({
      ok: false,
      error: { code: "EndpointUnreachable", reason: "tls" },
    });
  });

  it.each([
    ["directly", false],
    ["through a proxy", true],
  ])("is taken %s with NODE_EXTRA_CA_CERTS", async (_, isProxied) => {
    const s3 = await stores.startStandIn({ tls });
    const proxy = await startProxy();
    const script = path.resolve(import.meta.dirname, "../../../support/processes/put-once.ts");
    const { PATH } = process.env;
    const env = { PATH, NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem") };
    const { stdout } = await promisify(execFile)(process.execPath, [script, s3.endpoint], {
      env: isProxied ? { ...env, HTTPS_PROXY: proxy.url } : env,
    });
    expect(stdout).toContain('"ok":true');
    expect(proxy.asked).toHaveLength(isProxied ? 1 : 0);
    expect(s3.log).toMatchObject([{ operation: "PutObject", status: 200, payload: "unsigned" }]);
  });
});

const addressOf = async (region: string, endpoint: string | null, bucket: string) => {
  const connection = new StoreConnection({
    address: { region, endpoint },
    credentials: fixedCredentials({ accessKeyId: "A", secretAccessKey: "s" }),
    onClockSkew: () => {},
    connectTimeoutMs: 1000,
    idleTimeoutMs: 1000,
    environment: {},
    memory: nullStoreMemory,
    debug: nullDebugLog,
  });
  const { href } = await connection.baseOf(bucket);
  connection.close();
  return href;
};

describe("the address of a bucket", () => {
  it.each([
    ["eu-central-1", null, "inbox", "https://inbox.s3.eu-central-1.amazonaws.com/"],
    ["cn-north-1", null, "inbox", "https://inbox.s3.cn-north-1.amazonaws.com.cn/"],
    // A dot would not match the certificate's wildcard.
    ["eu-central-1", null, "in.box", "https://s3.eu-central-1.amazonaws.com/in.box"],
    ["us-east-1", "https://minio.example:9000", "inbox", "https://minio.example:9000/inbox"],
    ["us-east-1", "https://example.org/s3/", "inbox", "https://example.org/s3/inbox"],
  ])("in %s at %s for %s", async (region, endpoint, bucket, expected) => {
    expect(await addressOf(region, endpoint, bucket)).toBe(expected);
  });
});
