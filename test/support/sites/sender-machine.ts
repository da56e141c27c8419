import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { endDaemon } from "../processes/end-daemon.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";

/** A sender's home and files, thrown away at the end. */
export interface SenderMachine {
  readonly root: string;
  /** S3_SFTP_HOME: settings and state. */
  readonly home: string;
  /** Where the files to send are. */
  readonly files: string;
  /** Without keychain, keys or daemon. */
  readonly environment: Readonly<Record<string, string>>;
  /** With the keys of a store, as `upload` takes them from the AWS SDK's own chain. */
  withKeys(address: StoreAddress, keys: StoreCredentials): Readonly<Record<string, string>>;
  /** Writes a file below `files`, with the time of an hour ago, and gives its path. */
  write(name: string, content: Uint8Array | string): Promise<string>;
  /** Ends its daemon, too. */
  remove(): Promise<void>;
}

/** The environment with a daemon, as people have it; removing the machine ends it. */
export const withDaemon = (
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({ ...environment, S3_SFTP_WORKER: "on" });

export const createSenderMachine = async (): Promise<SenderMachine> => {
  const root = await mkdtemp(path.join(tmpdir(), "s3-sftp-sender-"));
  const home = path.join(root, "home");
  const files = path.join(root, "files");
  await mkdir(files);
  const environment = {
    HOME: root,
    S3_SFTP_HOME: home,
    S3_SFTP_SECRETS: "file",
    S3_SFTP_WORKER: "off",
    // The SDK would ask the machine it runs on for a role.
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    root,
    home,
    files,
    environment,
    withKeys: ({ region, endpoint }, { accessKeyId, secretAccessKey }) => ({
      ...environment,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(endpoint !== null && { AWS_ENDPOINT_URL: endpoint }),
    }),
    write: async (name, content) => {
      const file = path.join(files, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
      // What a person sends was not written this minute.
      const anHourAgo = new Date(Date.now() - 3_600_000);
      await utimes(file, anHourAgo, anHourAgo);
      return file;
    },
    remove: async () => {
      await endDaemon(path.join(home, "state"));
      await rm(root, { recursive: true, force: true });
    },
  };
};
