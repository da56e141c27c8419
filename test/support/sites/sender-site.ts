import type { S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { Preferences } from "../../../src/domain/settings.ts";
import { unlockWords } from "../../../src/words/unlock.ts";
import { type PtyOptions, type PtyProgram, startOnPty } from "../processes/pty.ts";
import { program } from "../processes/run-cli.ts";
import { sender } from "../values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "./sender-machine.ts";
import { bucket, region } from "./stand-in-store.ts";
import { passphrase, storeConnection, withPassphrase } from "./stored-connection.ts";

export interface OpenOptions extends Partial<PtyOptions> {
  readonly args?: readonly string[];
}

/** A sender's machine that is set up for a store on loopback, and the app on its terminals. */
export interface SenderSite {
  readonly machine: SenderMachine;
  readonly store: S3StandIn;
  /** Starts the app in the folder of the files, with the encrypted file open. */
  open(options?: OpenOptions): Promise<PtyProgram>;
  /** The command that starts the app, and what it runs in. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Types the passphrase that the app asks for; `title` is what an older one, which asks at its start, calls the question. */
export const openSecrets = async (
  app: PtyProgram,
  title: string = unlockWords.title,
): Promise<void> => {
  await app.waitForText(title, 30_000);
  await app.type(passphrase);
  await app.waitForText(`${passphrase.length} characters`);
  await app.press("enter");
  await app.waitForNoText(title);
};

/** Sets a machine up; nothing of it is left when it is closed. */
export const createSenderSite = async (
  preferences: Partial<Preferences> = {},
): Promise<SenderSite> => {
  const machine = await createSenderMachine();
  const store = await startS3StandIn({
    users: [sender(bucket)],
    buckets: [{ name: bucket, region }],
  });
  await storeConnection({
    environment: machine.environment,
    address: { region, endpoint: store.endpoint },
    keys: sender(bucket),
    bucket,
    preferences,
  });
  const apps: PtyProgram[] = [];
  const environment = {
    PATH: process.env["PATH"] ?? "",
    ...machine.environment,
    ...withPassphrase,
  };
  const command = [process.execPath, program, "--start", machine.files];
  return {
    machine,
    store,
    command,
    environment,
    open: async ({ args = [], environment: more = {}, ...options } = {}) => {
      const app = startOnPty([...command, ...args], {
        environment: { ...environment, ...more },
        ...options,
      });
      apps.push(app);
      return app;
    },
    close: async () => {
      for (const app of apps) await app.close();
      await store.close();
      await machine.remove();
    },
  };
};
