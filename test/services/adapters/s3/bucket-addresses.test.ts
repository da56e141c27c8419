import { describe, expect, it } from "vitest";
import { unknownAbilities, type StoreAbilities } from "../../../../src/domain/store-abilities.ts";
import { BucketAddresses } from "../../../../src/services/adapters/s3/bucket-addresses.ts";
import { pathBase } from "../../../../src/services/adapters/s3/bucket-base.ts";
import type { StoreAddress } from "../../../../src/services/ports/object-store.ts";

const region = "eu-central-1";

interface Given extends Partial<StoreAddress> {
  readonly endpoint: string | null;
  readonly known?: StoreAbilities["addressing"];
  readonly isListed?: boolean | null;
}

const open = ({ known = unknownAbilities.addressing, isListed = false, ...address }: Given) => {
  const learned: string[] = [];
  const asked: string[] = [];
  const addresses = new BucketAddresses({
    address: { region, ...address },
    remembered: () => known,
    learn: (_, addressing) => learned.push(addressing),
    byRules: async (bucket, at) => pathBase(new URL(`https://s3.${at}.rules.example`), bucket),
    isListed: async ({ href }) => {
      asked.push(href);
      return isListed;
    },
  });
  const of = async (bucket = "inbox") => (await addresses.of(bucket)).href;
  return { addresses, of, learned, asked };
};

const refusal = (
  code: string | null,
  message: string | null = null,
  status = 403,
  endpoint: string | null = null,
) => ({
  refusal: { code, message, status, endpoint },
  location: null,
  key: "a/b.csv",
});

describe("the address of a bucket", () => {
  it.each<[string, Given, string]>([
    ["AWS", { endpoint: null }, "https://inbox.s3.eu-central-1.amazonaws.com/"],
    ["an endpoint", { endpoint: "https://s.example:9000" }, "https://s.example:9000/inbox"],
    ["an endpoint with a path", { endpoint: "https://s.example/s3" }, "https://s.example/s3/inbox"],
    ["a bucket in the path", { endpoint: "https://s.example/inbox" }, "https://s.example/inbox"],
    [
      "a bucket behind a path",
      { endpoint: "https://s.example/s3/inbox/" },
      "https://s.example/s3/inbox",
    ],
    [
      "a person who asks for the host",
      { endpoint: "https://s.example:9000/s3", addressing: "virtual" },
      "https://inbox.s.example:9000/s3",
    ],
    [
      "a store that was seen to demand it",
      { endpoint: "https://s.example", known: "virtual" },
      "https://inbox.s.example/",
    ],
    [
      "a person who asks for the path",
      { endpoint: "https://s.example", known: "virtual", addressing: "path" },
      "https://s.example/inbox",
    ],
    [
      "transfer acceleration",
      { endpoint: "https://s3-accelerate.amazonaws.com" },
      "https://inbox.s3-accelerate.amazonaws.com/",
    ],
    [
      "an address that takes no name before it",
      { endpoint: "http://127.0.0.1:9000", addressing: "virtual" },
      "http://127.0.0.1:9000/inbox",
    ],
    [
      "a host that is the bucket's, for a person who knows it",
      { endpoint: "https://inbox.s.example", addressing: "virtual" },
      "https://inbox.s.example/",
    ],
  ])("of %s", async (_, given, expected) => {
    const { of, asked } = open(given);
    expect(await of()).toBe(expected);
    expect(asked).toEqual([]);
  });

  it.each([
    ["/", "arn:aws:s3:eu-west-1:123456789012:accesspoint/drop"],
    [":", "arn:aws:s3:eu-west-1:123456789012:accesspoint:drop"],
  ])("of an access point written with %s, signed for its own region", async (_, arn) => {
    const { addresses } = open({ endpoint: null });
    expect(await addresses.of(arn)).toMatchObject({
      host: "drop-123456789012.s3-accesspoint.eu-west-1.amazonaws.com",
      region: "eu-west-1",
    });
  });

  it("of an access point is that of FIPS and dual-stack where these are wanted", async () => {
    const { of } = open({ endpoint: null, isFips: true, isDualStack: true });
    expect(await of("arn:aws-us-gov:s3:us-gov-west-1:123456789012:accesspoint/drop")).toBe(
      "https://drop-123456789012.s3-accesspoint-fips.dualstack.us-gov-west-1.amazonaws.com/",
    );
  });
});

describe("an endpoint whose host begins with the bucket's name", () => {
  const endpoint = "https://inbox.example.org";

  it.each<[string, boolean | null, string, readonly string[]]>([
    ["a store that is called so", true, "https://inbox.example.org/inbox", ["path"]],
    ["the bucket's own", false, "https://inbox.example.org/", ["virtual"]],
    ["not known, as nobody answers", null, "https://inbox.example.org/", []],
  ])("is %s", async (_, isListed, expected, learns) => {
    const { of, asked, learned } = open({ endpoint, isListed });
    expect(await of()).toBe(expected);
    expect(asked).toEqual(["https://inbox.example.org/inbox"]);
    expect(learned).toEqual(learns);
    await of();
    expect(asked).toHaveLength(isListed === null ? 2 : 1);
  });

  it("is asked about once for all", async () => {
    const { of, asked } = open({ endpoint, isListed: true, known: "path" });
    expect(await of()).toBe("https://inbox.example.org/inbox");
    expect(asked).toEqual([]);
  });
});

describe("a refusal", () => {
  it.each([
    refusal("SecondLevelDomainForbidden"),
    refusal("AccessDenied", "Please use virtual hosted style to access."),
    refusal("InvalidRequest", "only virtual-hosted-style requests", 400),
    refusal("PathStyleNotSupported", "Path-style addressing is not allowed", 400),
    refusal("PermanentRedirect", null, 301, "Inbox.s.example"),
  ])("of buckets in the path moves them into the host: %j", async (refused) => {
    const { addresses, of, learned } = open({ endpoint: "https://s.example" });
    await of();
    expect(await addresses.move("inbox", refused)).toBe(true);
    expect(await of()).toBe("https://inbox.s.example/");
    expect(learned).toEqual(["virtual"]);
  });

  it("of an object to be put moves them there at Huawei OBS, which lists them in the path", async () => {
    const refused = refusal("NoSuchKey", "The specified key does not exist.", 404);
    const endpoint = "https://obs.cn-south-1.myhuaweicloud.com";
    const { addresses, of } = open({ endpoint });
    expect(await addresses.move("inbox", refused)).toBe(true);
    expect(await of()).toBe("https://inbox.obs.cn-south-1.myhuaweicloud.com/");
    const other = open({ endpoint: "https://s.example" });
    expect(await other.addresses.move("inbox", refused)).toBe(false);
  });

  it.each<[string, Given]>([
    ["where the person wants the path", { endpoint: "https://s.example", addressing: "path" }],
    ["of an address that takes no name", { endpoint: "http://127.0.0.1:9000" }],
    ["of AWS", { endpoint: null }],
  ])("moves nothing %s", async (_, given) => {
    const { addresses } = open(given);
    expect(await addresses.move("inbox", refusal("SecondLevelDomainForbidden"))).toBe(false);
  });

  it.each(["inbox.other.example", "s.example"])("that names %s moves nothing", async (host) => {
    const { addresses } = open({ endpoint: "https://s.example" });
    const refused = refusal("PermanentRedirect", null, 301, host);
    expect(await addresses.move("inbox", refused)).toBe(false);
  });

  it("of another kind moves nothing", async () => {
    const { addresses } = open({ endpoint: "https://s.example" });
    expect(await addresses.move("inbox", refusal("AccessDenied", "Access Denied"))).toBe(false);
  });
});

describe("a refusal that names the region of the bucket", () => {
  const wrong = refusal("AuthorizationHeaderMalformed", null, 400);

  it.each<[string, string | null, string, string]>([
    ["at AWS", null, "inbox", "https://inbox.s3.eu-west-1.amazonaws.com/"],
    ["at AWS, by its rules", null, "in.box", "https://s3.eu-west-1.rules.example/in.box"],
    ["at an endpoint", "https://s.example", "inbox", "https://s.example/inbox"],
  ])("moves it there %s, once", async (_, endpoint, bucket, href) => {
    const { addresses } = open({ endpoint, followsRegion: true });
    expect(await addresses.move(bucket, wrong, "eu-west-1")).toBe(true);
    expect(await addresses.of(bucket)).toMatchObject({ href, region: "eu-west-1" });
    expect(addresses.movesOf(bucket)).toBe(1);
    expect(await addresses.move(bucket, wrong, "eu-west-1")).toBe(false);
  });

  it("moves nothing where the person is to hear of it", async () => {
    const { addresses } = open({ endpoint: null });
    expect(await addresses.move("inbox", wrong, "eu-west-1")).toBe(false);
    expect(addresses.movesOf("inbox")).toBe(0);
  });
});

const redirected = (location: string | null, key: string | null = "a/b c.csv") => ({
  ...refusal("TemporaryRedirect", null, 307),
  location,
  key,
});

describe("a temporary redirection", () => {
  it.each<[string, string, string | null, string]>([
    [
      "https://s.example",
      "https://inbox.other.example/a/b%20c.csv?uploads",
      "a/b c.csv",
      "https://inbox.other.example/",
    ],
    [
      "http://s.example",
      "http://other.example:9000/inbox/a/b%20c.csv",
      "a/b c.csv",
      "http://other.example:9000/inbox",
    ],
    [
      "https://s.example",
      "https://other.example/inbox/?list-type=2",
      null,
      "https://other.example/inbox",
    ],
  ])("from %s to %s is followed", async (endpoint, location, key, expected) => {
    const { addresses, of } = open({ endpoint });
    expect(await addresses.move("inbox", redirected(location, key))).toBe(true);
    expect(await of()).toBe(expected);
  });

  it.each([
    ["to a line that others can read", "http://other.example/inbox/a/b%20c.csv"],
    ["to the same host", "https://s.example/elsewhere/a/b%20c.csv"],
    ["to another object", "https://other.example/inbox/c.csv"],
    ["with a password", "https://a:b@other.example/inbox/a/b%20c.csv"],
    ["to nowhere", null],
    ["to another kind of address", "ftp://other.example/inbox/a/b%20c.csv"],
  ])("%s is not followed", async (_, location) => {
    const { addresses, of } = open({ endpoint: "https://s.example" });
    expect(await addresses.move("inbox", redirected(location))).toBe(false);
    expect(await of()).toBe("https://s.example/inbox");
  });
});
