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

const logOf = (folder: string, server: string) => path.join(folder, `${server}.log`);

const isHealthy = (endpoint: string) =>
  fetch(`${endpoint}/healthcheck`).then(
    (answer) => answer.ok,
    () => false,
  );

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
    for (const server of [...storageServers, "proxy"]) {
      // The way to swift.conf, which has no option of its own.
      const line = [`SWIFT_DIR=${folder}`, `swift-${server}-server`];
      const conf = path.join(folder, `${server}-server.conf`);
      stops.push(startDaemon("env", [...line, conf, "--verbose"], logOf(folder, server)));
    }
    const endpoint = `http://127.0.0.1:${ports.proxy}`;
    const proxyLog = () => readFile(logOf(folder, "proxy"), "utf8");
    await waitUntil("Swift answers", () => isHealthy(endpoint)).catch(async (error: unknown) => {
      const said = await proxyLog().catch(() => "nothing");
      throw new Error(`Swift did not come up; its proxy said:\n${said.slice(-2000)}`, {
        cause: error,
      });
    });
    return { endpoint, proxyLog, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
