/** What differs between the machines that packages are made for. */
export interface Architecture {
  /** As npm's packages of Node have it in their name. */
  readonly node: "x64" | "arm64";
  /** As Debian calls it. */
  readonly debian: "amd64" | "arm64";
  /** What binutils and gcc for it begin with, and what its libraries' folder is called. */
  readonly triplet: "x86_64-linux-gnu" | "aarch64-linux-gnu";
  /** What `uname -m` says there. */
  readonly machine: string;
  /** glibc's loader, which the kernel starts first. */
  readonly loader: string;
  readonly words: string;
}

export const architectures: readonly Architecture[] = [
  {
    node: "x64",
    debian: "amd64",
    triplet: "x86_64-linux-gnu",
    machine: "x86_64",
    loader: "/lib64/ld-linux-x86-64.so.2",
    words: "x86-64",
  },
  {
    node: "arm64",
    debian: "arm64",
    triplet: "aarch64-linux-gnu",
    machine: "aarch64",
    loader: "/lib/ld-linux-aarch64.so.1",
    words: "arm64",
  },
];
