/** Ports of a Swift of one node, all on loopback. */
export interface SwiftPorts {
  readonly proxy: number;
  readonly memcached: number;
  readonly account: number;
  readonly container: number;
  readonly object: number;
}

/** Servers that hold something, each with a ring of its own. */
export const storageServers = ["account", "container", "object"] as const;
type StorageServer = (typeof storageServers)[number];

/** Who may sign in: name of the account, name of the user, key, and ".admin" for the account's owner. */
export interface SwiftUser {
  readonly account: string;
  readonly name: string;
  readonly key: string;
  readonly isAdmin: boolean;
}

const section = (name: string, entries: Readonly<Record<string, string | number>>): string =>
  [`[${name}]`, ...Object.entries(entries).map(([key, value]) => `${key} = ${value}`), ""].join(
    "\n",
  );

/** What hashes names to places; every server reads it. */
export const swiftConf = (): string =>
  section("swift-hash", {
    swift_hash_path_prefix: "of-the-tests",
    swift_hash_path_suffix: "of-the-tests",
  });

const common = (folder: string, user: string, port: number) => ({
  bind_ip: "127.0.0.1",
  bind_port: port,
  swift_dir: folder,
  user,
  // None beside the first process, so that there is one to end.
  workers: 0,
});

/** Configuration of a server that holds something below `folder`. */
export const storageServerConf = (
  server: StorageServer,
  folder: string,
  user: string,
  port: number,
): string =>
  [
    section("DEFAULT", {
      ...common(folder, user, port),
      devices: `${folder}/devices`,
      mount_check: "false",
      // A percentage of the disk is kept free else: here nothing is kept for long.
      fallocate_reserve: 0,
    }),
    section("pipeline:main", { pipeline: `healthcheck ${server}-server` }),
    section("filter:healthcheck", { use: "egg:swift#healthcheck" }),
    section(`app:${server}-server`, { use: `egg:swift#${server}` }),
  ].join("\n");

const pipeline = [
  "catch_errors",
  "gatekeeper",
  "healthcheck",
  "proxy-logging",
  "cache",
  "listing_formats",
  "bulk",
  "tempurl",
  "s3api",
  "tempauth",
  "copy",
  "slo",
  "dlo",
  "proxy-server",
];

const plainFilters = [
  "catch_errors",
  "gatekeeper",
  "healthcheck",
  "listing_formats",
  "bulk",
  "tempurl",
  "copy",
  "slo",
  "dlo",
];

/** Configuration of the server that speaks S3. A line of its output for each request: `access: 200 PUT /inbox/a`. */
export const proxyConf = (
  folder: string,
  user: string,
  ports: SwiftPorts,
  region: string,
  users: readonly SwiftUser[],
): string =>
  [
    section("DEFAULT", common(folder, user, ports.proxy)),
    section("pipeline:main", { pipeline: pipeline.join(" ") }),
    section("app:proxy-server", { use: "egg:swift#proxy", account_autocreate: "true" }),
    ...plainFilters.map((name) => section(`filter:${name}`, { use: `egg:swift#${name}` })),
    section("filter:proxy-logging", {
      use: "egg:swift#proxy_logging",
      access_log_name: "access",
      log_msg_template: "{status_int} {method} {path}",
    }),
    section("filter:cache", {
      use: "egg:swift#memcache",
      memcache_servers: `127.0.0.1:${ports.memcached}`,
    }),
    section("filter:s3api", { use: "egg:swift#s3api", location: region }),
    section("filter:tempauth", {
      use: "egg:swift#tempauth",
      ...Object.fromEntries(
        users.map(({ account, name, key, isAdmin }) => [
          `user_${account}_${name}`,
          isAdmin ? `${key} .admin` : key,
        ]),
      ),
    }),
  ].join("\n");
