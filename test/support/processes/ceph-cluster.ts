import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { guardFolder, run, startDaemon } from "./guarded-daemon.ts";
import { freePort } from "./free-port.ts";

/** A running cluster of one monitor, one OSD in memory, one manager and one object gateway, all on loopback. */
export interface CephCluster {
  readonly endpoint: string;
  /** Runs radosgw-admin against it. */
  admin(...args: readonly string[]): Promise<string>;
  /** The gateway's log so far. */
  gatewayLog(): Promise<string>;
  stop(): Promise<void>;
}

interface Ports {
  readonly v2: number;
  readonly v1: number;
  readonly gateway: number;
}

const monitorAddress = ({ v2, v1 }: Ports) => `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`;

const configuration = (folder: string, fsid: string, ports: Ports, storeBytes: number) => `
[global]
fsid = ${fsid}
mon host = ${monitorAddress(ports)}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
keyring = ${folder}/keyring
mon data = ${folder}/mon
osd data = ${folder}/osd
mgr data = ${folder}/mgr
mon allow pool size one = true
mon data avail warn = 1
mon data avail crit = 1
osd objectstore = memstore
memstore device bytes = ${storeBytes}
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
mon max pg per osd = 1000
debug ms = 0
debug osd = 0
debug mon = 0
debug rgw = 1

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${ports.gateway}
rgw cache enabled = true
`;

const capabilities: Readonly<Record<string, readonly string[]>> = {
  "mon.": ["mon", "allow *"],
  "client.admin": ["mon", "allow *", "osd", "allow *", "mgr", "allow *"],
  "osd.0": ["mon", "allow profile osd", "osd", "allow *", "mgr", "allow profile osd"],
  "mgr.x": ["mon", "allow profile mgr", "osd", "allow *"],
  "client.rgw": ["mon", "allow rw", "osd", "allow rwx", "mgr", "allow rw"],
};

const createKeyring = async (file: string): Promise<void> => {
  let isFirst = true;
  for (const [name, caps] of Object.entries(capabilities)) {
    const pairs = caps.flatMap((word, index) =>
      index % 2 === 0 ? ["--cap", word, caps[index + 1] ?? ""] : [],
    );
    await run("ceph-authtool", [
      ...(isFirst ? ["--create-keyring"] : []),
      file,
      "--gen-key",
      "-n",
      name,
      ...pairs,
    ]);
    isFirst = false;
  }
};

const createMonitorMap = (folder: string, fsid: string, ports: Ports) =>
  run("monmaptool", [
    "--create",
    "--fsid",
    fsid,
    // Explicit: from `mon host` alone the monitor does not come up.
    "--addv",
    "a",
    monitorAddress(ports),
    path.join(folder, "monmap"),
  ]);

const waitForGateway = async (endpoint: string, log: string): Promise<void> => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isUp = await fetch(endpoint).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  const said = await readFile(log, "utf8").catch(() => "nothing");
  throw new Error(`the Ceph gateway did not come up; it said:\n${said.slice(-2000)}`);
};

/** Starts a cluster that can hold `storeBytes`; it ends with `stop`, or with this process at the latest. */
export const startCephCluster = async (storeBytes: number): Promise<CephCluster> => {
  // Unix sockets live in it: their paths may have 107 bytes.
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-ceph-"));
  const removeFolder = guardFolder(folder);
  const [v2, v1, gateway] = await Promise.all([freePort(), freePort(), freePort()]);
  const ports = { v2, v1, gateway };
  const fsid = randomUUID();
  const conf = path.join(folder, "ceph.conf");
  await writeFile(conf, configuration(folder, fsid, ports, storeBytes));
  for (const name of ["mon", "osd", "mgr"]) await mkdir(path.join(folder, name));
  const keyring = path.join(folder, "keyring");
  await createKeyring(keyring);
  await createMonitorMap(folder, fsid, ports);
  const common = ["-c", conf];
  const monmap = path.join(folder, "monmap");
  await run("ceph-mon", ["--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring, ...common]);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((end) => end()));
    await removeFolder();
  };
  try {
    stops.push(startDaemon("ceph-mon", ["-f", "-i", "a", ...common]));
    await run("ceph", [...common, "--connect-timeout", "30", "osd", "create"]);
    await run("ceph-osd", ["-i", "0", "--mkfs", "--osd-uuid", randomUUID(), ...common]);
    stops.push(
      startDaemon("ceph-osd", ["-f", "-i", "0", ...common]),
      startDaemon("ceph-mgr", ["-f", "-i", "x", ...common]),
      startDaemon("radosgw", ["-f", "-n", "client.rgw", ...common]),
    );
    const endpoint = `http://127.0.0.1:${gateway}`;
    const log = path.join(folder, "client.rgw.log");
    await waitForGateway(endpoint, log);
    return {
      endpoint,
      admin: (...args) => run("radosgw-admin", [...common, ...args]),
      gatewayLog: () => readFile(log, "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
