import { readFile } from "node:fs/promises";
import path from "node:path";
import { makeDebianPackage } from "./debian-package.ts";
import { putDocumentation, runtimeLibraries } from "./documentation.ts";
import type { PackageParams } from "./package-params.ts";
import { fillPackagingFile, putFile } from "./packaging-file.ts";
import { makeProgramFolder } from "./program-folder.ts";
import { launcher, logServer, putManPage } from "./programs.ts";

const unit = path.resolve(import.meta.dirname, "../../deploy/s3-sftp-log-server.service");
const settings = ["environment", "tokens"] as const;
const scripts = ["postinst", "prerm", "postrm"] as const;

/** Makes the log server's .deb: a user of its own, settings that upgrades keep, a unit that is not started yet. */
export const makeLogServerPackage = async (
  params: PackageParams,
  tree: string,
  output: string,
): Promise<void> => {
  const { architecture, version, timeSeconds } = params;
  const { name } = logServer;
  const share = path.join(tree, "usr/share");
  const folder = path.join(tree, "usr/lib", name);
  await makeProgramFolder({ ...params, installedAs: "deb", hasNativeModules: false }, folder);
  const script = await launcher(logServer, architecture, `/usr/lib/${name}`);
  await putFile(path.join(tree, "usr/bin", name), script, 0o755);
  await putFile(path.join(tree, `usr/lib/systemd/system/${name}.service`), await readFile(unit));
  for (const file of settings) {
    const text = await fillPackagingFile(`log-server/${file}`);
    await putFile(path.join(tree, "etc", name, file), text);
  }
  await putManPage(logServer, share);
  await putDocumentation(params, share, { name, hasNativeModules: false });
  const texts = scripts.map(
    async (each) => [each, await fillPackagingFile(`log-server/${each}`)] as const,
  );
  await makeDebianPackage(
    {
      name,
      version,
      architecture,
      summary: "receive the upload results of s3-sftp and post them to Slack",
      description: [
        "Receives what s3-sftp and clients like it report of their uploads, keeps it on disk, and posts it to a Slack channel: who delivered what, or the complete error.",
        "The package contains its Node.js runtime and needs no network to install. It is started by hand, once it has a Slack token.",
      ],
      depends: [...runtimeLibraries, "passwd"],
      suggests: ["ca-certificates"],
      conffiles: settings.map((file) => `/etc/${name}/${file}`),
      scripts: Object.fromEntries(await Promise.all(texts)),
    },
    tree,
    output,
    timeSeconds,
  );
};
