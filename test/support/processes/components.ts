import { spawnSync } from "node:child_process";
import { isCi } from "../values/is-ci.ts";

/** Debian packages that bring the real components, by the name that tests use. */
const components = {
  ceph: {
    programs: ["radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph-mgr"],
    packages: "ceph-mon ceph-osd ceph-mgr radosgw ceph-common",
  },
  swift: {
    programs: [
      "swift-proxy-server",
      "swift-account-server",
      "swift-container-server",
      "swift-object-server",
      "swift-ring-builder",
      "memcached",
    ],
    packages: "swift-proxy swift-account swift-container swift-object memcached",
  },
  "gnome-keyring": {
    programs: ["gnome-keyring-daemon", "dbus-run-session"],
    packages: "gnome-keyring dbus",
  },
  sshd: {
    programs: ["/usr/sbin/sshd", "ssh", "ssh-keygen"],
    packages: "openssh-server openssh-client",
  },
  tmux: { programs: ["tmux"], packages: "tmux" },
  screen: { programs: ["screen"], packages: "screen" },
  mosh: { programs: ["mosh-server", "mosh-client"], packages: "mosh" },
  redis: { programs: ["redis-server"], packages: "redis-server" },
  openssl: { programs: ["openssl"], packages: "openssl" },
  gcc: { programs: ["gcc"], packages: "gcc libc6-dev" },
  curl: { programs: ["curl"], packages: "curl" },
  zsh: { programs: ["zsh"], packages: "zsh" },
  fish: { programs: ["fish"], packages: "fish" },
} as const;

/** A real program that some tests need. */
export type Component = keyof typeof components;

const isRequired = isCi(process.env) || process.env["S3_SFTP_REQUIRE_COMPONENTS"] === "1";

const isOnPath = (program: string) =>
  spawnSync("sh", ["-c", `command -v "$1"`, "sh", program]).status === 0;

/** What is missing of a component, and what brings it; null when it is there. */
const absenceOf = (name: Component): string | null => {
  const { programs, packages } = components[name];
  const absent = programs.filter((program) => !isOnPath(program));
  if (absent.length === 0) return null;
  return `${name}: ${absent.join(", ")} not found; on Debian: apt-get install ${packages}`;
};

/** Each component that is not on this machine, with what brings it. */
export const absentComponents = (): readonly string[] => {
  const names: readonly Component[] = [
    "ceph",
    "swift",
    "gnome-keyring",
    "sshd",
    "tmux",
    "screen",
    "mosh",
    "redis",
    "openssl",
    "curl",
    "zsh",
    "fish",
    "gcc",
  ];
  return names.map(absenceOf).filter((absence) => absence !== null);
};

/**
 * True when the component is not on this machine, which the end of the run says; use with
 * `describe.runIf(!componentMissing(…))`. Throws where all components are required (CI), so that an absence is a
 * failure there.
 */
export const componentMissing = (name: Component): boolean => {
  const absence = absenceOf(name);
  if (absence !== null && isRequired) throw new Error(absence);
  return absence !== null;
};
