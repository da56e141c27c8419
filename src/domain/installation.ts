/** How a program came onto this machine: a Debian package, the tarball, npm, or built in a clone of its source. */
export type InstalledAs = "deb" | "tarball" | "npm" | "source";

/** Where the program is, and what brought it there. */
export interface Installation {
  readonly as: InstalledAs;
  readonly folder: string;
}
