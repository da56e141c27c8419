import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";
import { guardFolder, run, startDaemon } from "./guarded-daemon.ts";
import { proxyConf, storageServerConf, storageServers, swiftConf } from "./swift-configuration.ts";
import type { SwiftPorts, SwiftUser } from "./swift-configuration.ts";
import { waitUntil } from "./wait-until.ts";

/** A running Swift of one node with its S3 interface, all on loopback. */
export interface SwiftCluster {
  readonly endpoint: string;
  /** The proxy's log so far. */
  proxyLog(): Promise<string>;
  stop(): Promise<void>;
}

const device = "d1";

const createRing = async (folder: string, server: string, port: number): Promise<void> => {
  const builder = path.join(folder, `${server}.builder`);
  const ring = (...args: readonly string[]) => run("swift-ring-builder", [builder, ...args]);
  // 2^4 places, one copy, an hour between moves.
  await ring("create", "4", "1", "1");
  await ring("add", `r1z1-127.0.0.1:${port}/${device}`, "1");
  await ring("rebalance");
};

const freePorts = async (): Promise<SwiftPorts> => ({
  proxy: await freePort(),
  memcached: await freePort(),
  account: await freePort(),
  container: await freePort(),
  object: await freePort(),
});

const writeConfiguration = async (
  folder: string,
  ports: SwiftPorts,
  region: string,
  users: readonly SwiftUser[],
): Promise<void> => {
  const user = userInfo().username;
  await mkdir(path.join(folder, "devices", device), { recursive: true });
  await writeFile(path.join(folder, "swift.conf"), swiftConf());
  await writeFile(
    path.join(folder, "proxy-server.conf"),
    proxyConf(folder, user, ports, region, users),
  );
  await Promise.all(
    storageServers.map(async (server) => {
      const conf = storageServerConf(server, folder, user, ports[server]);
      await writeFile(path.join(folder, `${server}-server.conf`), conf);
      await createRing(folder, server, ports[server]);
    }),
  );
};

/** Starts one of Swift's servers and waits until it answers. Gives the function that ends it. */
const startServer = async (folder: string, server: string, port: number) => {
  const log = path.join(folder, `${server}.log`);
  // The way to swift.conf, which has no option of its own.
  const line = [`SWIFT_DIR=${folder}`, `swift-${server}-server`];
  const conf = path.join(folder, `${server}-server.conf`);
  const end = startDaemon("env", [...line, conf, "--verbose"], log);
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthcheck`).then(
      (answer) => answer.ok,
      () => false,
    );
  try {
    await waitUntil(`swift-${server}-server answers`, answers);
  } catch (error) {
    await end();
    const said = await readFile(log, "utf8").catch(() => "nothing");
    throw new Error(`it did not come up, and said:\n${said.slice(-2000)}`, { cause: error });
  }
  return end;
};

/** Starts Swift with accounts of its own (6 s); it ends with `stop`, or with this process at the latest. */
export const startSwiftCluster = async (
  region: string,
  users: readonly SwiftUser[],
): Promise<SwiftCluster> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-swift-"));
  const removeFolder = guardFolder(folder);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((end) => end()));
    await removeFolder();
  };
  try {
    const ports = await freePorts();
    await writeConfiguration(folder, ports, region, users);
    const memcached = ["-l", "127.0.0.1", "-p", String(ports.memcached), "-U", "0"];
    stops.push(startDaemon("memcached", [...memcached, "-u", userInfo().username]));
    // The proxy gives up on a server that it finds silent, for a minute.
    const held = await Promise.allSettled(
      storageServers.map((server) => startServer(folder, server, ports[server])),
    );
    for (const server of held) if (server.status === "fulfilled") stops.push(server.value);
    for (const server of held) if (server.status === "rejected") throw server.reason;
    stops.push(await startServer(folder, "proxy", ports.proxy));
    return {
      endpoint: `http://127.0.0.1:${ports.proxy}`,
      proxyLog: () => readFile(path.join(folder, "proxy.log"), "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
