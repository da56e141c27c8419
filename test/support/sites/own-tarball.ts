import { expect } from "vitest";
import { artefact, artefacts, type BareSystem } from "./bare-system.ts";

/** A user without root who has installed the tarball at home, where paths have spaces. */
export interface TarballUser {
  readonly uid: number;
  readonly home: string;
  /** HOME and PATH. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Unpacks the tarball and runs its install.sh, all by that user. */
export const installTarball = async (system: BareSystem): Promise<TarballUser> => {
  const uid = 65_534;
  const home = "/home/ana maria";
  const environment = { HOME: home, PATH: `${home}/.local/bin:/usr/bin:/bin` };
  const tarball = await system.bring(await artefact(artefacts.tarball));
  await system.run(["install", "-d", "-o", `${uid}`, "-g", `${uid}`, home]);
  const script = `tar xzf ${tarball} && s3-sftp-*/install.sh`;
  const ended = await system.run(["sh", "-c", script], { uid, environment, folder: home });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  return { uid, home, environment };
};
