import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import type { UploadOptions } from "../../../../src/domain/transfer.ts";
import {
  bucket,
  put,
  region,
  sendParts,
  StandInStores,
} from "../../../support/sites/stand-in-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

interface Seen {
  readonly what: string;
  readonly headers: IncomingHttpHeaders;
}

const stores = new StandInStores();
let server: Server;
let endpoint: string;
let seen: Seen[];
let refusesPartWith: string | null;

const answers: Readonly<Record<string, string>> = {
  list: `<ListBucketResult><Name>${bucket}</Name><KeyCount>0</KeyCount></ListBucketResult>`,
  create: "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
  complete: '<CompleteMultipartUploadResult><ETag>"e-1"</ETag></CompleteMultipartUploadResult>',
};

const kindOf = (method: string, { searchParams: query }: URL): string => {
  if (method === "GET") return "list";
  if (query.has("uploads")) return "create";
  if (query.has("partNumber")) return "part";
  return query.has("uploadId") ? "complete" : "put";
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await buffer(request);
  const url = new URL(request.url ?? "", "http://x");
  const what = kindOf(request.method ?? "", url);
  seen.push({ what, headers: request.headers });
  const isCheck = url.searchParams.get("uploadId")?.startsWith("s3-sftp-asks") === true;
  const isRefused = refusesPartWith !== null && request.headers[refusesPartWith] !== undefined;
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  if (isCheck && isRefused) {
    response.writeHead(400).end("<Error><Code>InvalidArgument</Code></Error>");
  } else if (isCheck) response.writeHead(404).end("<Error><Code>NoSuchUpload</Code></Error>");
  else response.writeHead(200, { etag, "x-amz-request-id": "R" }).end(answers[what]);
};

/** Takes everything, and writes down with which headers it came. */
beforeEach(async () => {
  seen = [];
  refusesPartWith = null;
  server = createServer((request, response) => void answer(request, response));
  endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
});
afterEach(async () => {
  await stores.close();
  await closeServer(server);
});

const headersOf = (what: string, name: string): unknown =>
  seen.find((each) => each.what === what)?.headers[name];

describe("what the owner of a bucket asks for", () => {
  it("goes with every request where it is about the request", async () => {
    const terms = { requestPayer: true, expectedBucketOwner: "123456789012" };
    const store = stores.storeAt(endpoint, { address: { region, endpoint, terms } });
    const signal = AbortSignal.timeout(20_000);
    valueOf(await put(store));
    valueOf(await (await sendParts(store, "large", [Buffer.from("part")])).complete());
    valueOf(await store.list({ bucket, prefix: "", maxKeys: 1, signal }));
    valueOf(await store.checkWrite({ bucket, prefix: "", signal }));
    const kinds = new Set(seen.map(({ what }) => what));
    expect([...kinds].toSorted()).toEqual(["complete", "create", "list", "part", "put"]);
    for (const { headers } of seen) {
      expect(headers).toMatchObject({
        "x-amz-request-payer": "requester",
        "x-amz-expected-bucket-owner": "123456789012",
      });
      expect(headers.authorization).toContain("x-amz-request-payer");
    }
  });

  it("goes with the object where it is about the object", async () => {
    const options: UploadOptions = {
      acl: "bucket-owner-full-control",
      sse: "aws:kms:KEY",
      storageClass: "STANDARD_IA",
      tags: { project: "a b" },
    };
    const store = stores.storeAt(endpoint);
    valueOf(await put(store, "k", Buffer.from("x"), options));
    await sendParts(store, "large", [Buffer.from("part")], options);
    for (const what of ["put", "create"]) {
      expect(headersOf(what, "x-amz-acl")).toBe("bucket-owner-full-control");
      expect(headersOf(what, "x-amz-server-side-encryption")).toBe("aws:kms");
      expect(headersOf(what, "x-amz-server-side-encryption-aws-kms-key-id")).toBe("KEY");
      expect(headersOf(what, "x-amz-storage-class")).toBe("STANDARD_IA");
      expect(headersOf(what, "x-amz-tagging")).toBe("project=a%20b");
    }
    expect(headersOf("part", "x-amz-acl")).toBeUndefined();
  });

  it("goes with the check, too, and not where a store finds it out of place there", async () => {
    const store = stores.storeAt(endpoint);
    const signal = AbortSignal.timeout(20_000);
    const options = { sse: "AES256", acl: "private", tags: { a: "1" } };
    const check = () => store.checkWrite({ bucket, prefix: "", options, signal });
    expect(valueOf(await check())).toBe("granted");
    expect(headersOf("part", "x-amz-server-side-encryption")).toBe("AES256");
    expect(headersOf("part", "x-amz-acl")).toBe("private");
    expect(headersOf("part", "x-amz-tagging")).toBeUndefined();
    refusesPartWith = "x-amz-acl";
    seen = [];
    expect(valueOf(await check())).toBe("granted");
    expect(seen).toHaveLength(2);
  });
});
