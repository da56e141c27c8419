import { nonEmpty } from "../domain/non-empty.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppError } from "../domain/errors.ts";
import { logTokenAccount, secretAccount } from "../domain/settings.ts";
import { connectDesk } from "../services/adapters/socket/connect-desk.ts";
import type { RemoteQueue } from "../services/adapters/socket/remote-queue.ts";
import { createToldSecrets } from "../services/adapters/socket/told-secrets.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import type { TransferDesk } from "../services/queue/queue-commands.ts";
import { createPendingQueue } from "../services/queue/queue-proxy.ts";
import { composeQueue, startQueue, type QueueParts } from "./compose.ts";
import type { Platform } from "./platform.ts";
import { version } from "./version.ts";
import { workerProgram } from "./worker-program.ts";

/** The desk of an app: a worker's, or this process's where there can be no worker. */
export interface AppDesk {
  readonly desk: TransferDesk;
  /** Resolves when it is known which queue it is, and that queue runs. */
  readonly opened: Promise<unknown>;
  /** The platform's, with the worker told of each change. */
  readonly secrets: SecretStore;
  readonly shelf: QueueParts["shelf"];
  /** Its `forgetAddress` lets the worker look the settings up again, too. */
  readonly sink: QueueParts["sink"];
  /** Whether uploads outlive this app; if not, why. Until it is known, they are thought to. */
  worker(): { readonly isDetached: boolean; readonly trouble: AppError | null };
  /** Tells the worker every secret that can be read here; after an encrypted file was opened. */
  tellSecrets(): Promise<void>;
  /** Detaches from the worker, or interrupts the queue of this process and keeps its state. */
  close(): Promise<void>;
}

/** What the app knows that no keychain does, before it attaches. */
const ambientSecrets = ({ environment }: Platform): Map<string, string | null> => {
  const token = nonEmpty(environment["S3_SFTP_LOG_TOKEN"]);
  return new Map(token === null ? [] : [[logTokenAccount, token]]);
};

const storedAccounts = async ({ settings }: Platform): Promise<readonly string[]> => {
  const loaded = await settings.load();
  if (!loaded.ok) return [];
  return [...loaded.value.connections.map(({ name }) => secretAccount(name)), logTokenAccount];
};

/** A worker that starts takes a core for itself: the first frame and the first folder come before it. */
const settleMs = 200;

/**
 * Opens the queue: attaches to this user's worker, starts one where there is none, and falls back to this process.
 * Returns at once; calls wait for the outcome. `S3_SFTP_WORKER=off` keeps the queue in this process.
 */
export const openDesk = (platform: Platform, transfers: TransferStore): AppDesk => {
  const { environment, paths } = platform;
  const { queue, shelf, sink } = composeQueue(platform, transfers);
  const told = ambientSecrets(platform);
  let attached: RemoteQueue | null = null;
  let trouble: AppError | null = null;
  let isDetached = environment["S3_SFTP_WORKER"] !== "off";

  const open = async (): Promise<TransferDesk> => {
    if (isDetached) {
      const { stateFolder } = paths;
      const options = { stateFolder, version, workerProgram: workerProgram(), environment };
      const connected = await connectDesk({ ...options, secrets: told });
      if (connected.ok) {
        attached = connected.value;
        return attached;
      }
      trouble = connected.error;
      isDetached = false;
    }
    await startQueue(platform, queue, false);
    return queue;
  };
  const opening = sleep(settleMs).then(open);

  const secrets = createToldSecrets(platform.secrets, {
    giveSecret: async (account, secret) => {
      told.set(account, secret);
      // Reading a secret must not wait for a worker that is being started.
      if (attached) await attached.giveSecret(account, secret);
      else void opening.then(() => attached?.giveSecret(account, secret));
    },
  });
  return {
    desk: createPendingQueue(opening),
    opened: opening,
    secrets,
    shelf,
    sink: {
      ...sink,
      forgetAddress: () => {
        sink.forgetAddress();
        // Has a time limit and never rejects but for a bug.
        void attached?.refresh();
      },
    },
    worker: () => ({ isDetached, trouble }),
    tellSecrets: async () => {
      for (const account of await storedAccounts(platform)) await secrets.read(account);
    },
    close: async () => {
      await opening;
      attached?.close();
      await queue.stop();
      await shelf.close();
    },
  };
};
