import path from "node:path";
import type { PackageParams } from "./package-params.ts";
import { makeDebianPackage } from "./debian-package.ts";
import { putDocumentation, runtimeLibraries } from "./documentation.ts";
import { putFile } from "./packaging-file.ts";
import { makeProgramFolder } from "./program-folder.ts";
import { client, launcher, putCompletions, putManPage } from "./programs.ts";

/** Makes the client's .deb: no settings, no scripts, nothing that runs when it is installed. */
export const makeClientPackage = async (
  params: PackageParams,
  tree: string,
  output: string,
): Promise<void> => {
  const { dist, architecture, version, timeSeconds } = params;
  const share = path.join(tree, "usr/share");
  const folder = path.join(tree, "usr/lib/s3-sftp");
  await makeProgramFolder({ ...params, installedAs: "deb", hasNativeModules: true }, folder);
  const script = await launcher(client, architecture, "/usr/lib/s3-sftp");
  await putFile(path.join(tree, "usr/bin/s3-sftp"), script, 0o755);
  await putManPage(client, share);
  await putCompletions(dist, share, "debian");
  await putDocumentation(params, share, { name: "s3-sftp", hasNativeModules: true });
  await makeDebianPackage(
    {
      name: "s3-sftp",
      version,
      architecture,
      summary: "deliver files to someone's S3 bucket from a terminal",
      description: [
        "A terminal app and a command that upload files with a key that can only list and upload. Interrupted uploads resume, nothing is ever deleted, and each delivery has a receipt that is compared with what the storage service reported.",
        "The package contains its Node.js runtime and needs no network to install.",
      ],
      depends: runtimeLibraries,
      // The keychain works without the library, which is for keytar.
      suggests: ["gnome-keyring | keepassxc | kwalletmanager", "libsecret-1-0"],
      conffiles: [],
      scripts: {},
    },
    tree,
    output,
    timeSeconds,
  );
};
