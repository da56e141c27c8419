import { nonEmpty } from "../domain/non-empty.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppError } from "../domain/errors.ts";
import { hasOneLogServer } from "../domain/log-servers.ts";
import { connectionAccounts, logTokenAccount, logTokenAccountOf } from "../domain/settings.ts";
import { connectToDaemon } from "../services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../services/adapters/daemon/remote-queue.ts";
import { forwardingSecretStore } from "../services/adapters/daemon/forwarding-secret-store.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import { createPendingQueue } from "../services/ports/queue-proxy.ts";
import { composeQueue, startQueue, type QueueParts } from "./local-queue.ts";
import type { Platform } from "./platform.ts";
import { version } from "./version.ts";
import { daemonProgram } from "./daemon-program.ts";

/** The queue of an app: a daemon's, or this process's where there can be no daemon. */
export interface AppQueue {
  readonly queue: UploadQueue;
  /** Resolves when it is known which queue it is, and that queue runs. */
  readonly opened: Promise<unknown>;
  /** The platform's, with the daemon told of each change. */
  readonly secrets: SecretStore;
  readonly storeCache: QueueParts["storeCache"];
  /** Their `invalidate` lets the queue, and a daemon, look the settings up again, too. */
  readonly logs: QueueParts["logs"];
  /** Whether uploads outlive this app; if not, why. Until it is known, they are thought to. */
  daemon(): { readonly isDetached: boolean; readonly trouble: AppError | null };
  /** Tells the daemon every secret that can be read here, and which are nowhere; after an encrypted file was opened. */
  forwardSecrets(): Promise<void>;
  /** Detaches from the daemon, or interrupts the queue of this process and keeps its state. */
  close(): Promise<void>;
}

/** What the app knows that no keychain does: the token of the environment, where it can mean only one log server. */
const givenTokens = async ({
  environment,
  settings,
}: Platform): Promise<readonly (readonly [string, string])[]> => {
  const token = nonEmpty(environment["S3_SFTP_LOG_TOKEN"]);
  if (token === null) return [];
  const loaded = await settings.load();
  if (!loaded.ok || !hasOneLogServer(loaded.value)) return [];
  const names = loaded.value.connections.map(({ name }) => logTokenAccountOf(name));
  return [...names, logTokenAccount].map((account) => [account, token]);
};

const storedAccounts = async ({ settings }: Platform): Promise<readonly string[]> => {
  const loaded = await settings.load();
  if (!loaded.ok) return [];
  return [
    ...loaded.value.connections.flatMap(({ name }) => connectionAccounts(name)),
    logTokenAccount,
  ];
};

/** A daemon that starts takes a core for itself: the first frame and the first folder come before it. */
const startDelayMs = 200;

/**
 * Opens the queue: attaches to this user's daemon, starts one where there is none, and falls back to this process.
 * Returns at once; calls wait for the outcome. `S3_SFTP_WORKER=off` keeps the queue in this process.
 */
export const openAppQueue = (platform: Platform, transfers: TransferStore): AppQueue => {
  const { environment, paths } = platform;
  const { queue, storeCache, logs } = composeQueue(platform, transfers);
  const forwarding = new Map<string, string | null>();
  let attached: RemoteQueue | null = null;
  let trouble: AppError | null = null;
  let isDetached = environment["S3_SFTP_WORKER"] !== "off";

  const open = async (): Promise<UploadQueue> => {
    if (isDetached) {
      const { stateFolder } = paths;
      for (const [account, token] of await givenTokens(platform)) forwarding.set(account, token);
      const options = { stateFolder, version, daemonProgram: daemonProgram(), environment };
      const connected = await connectToDaemon({ ...options, secrets: forwarding });
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
  const opening = sleep(startDelayMs).then(open);

  const giveSecret = async (account: string, secret: string | null) => {
    forwarding.set(account, secret);
    // Reading a secret must not wait for a daemon that is being started.
    if (attached) await attached.giveSecret(account, secret);
    else void opening.then(() => attached?.giveSecret(account, secret));
  };
  const secrets = forwardingSecretStore(platform.secrets, { giveSecret });
  return {
    queue: createPendingQueue(opening),
    opened: opening,
    secrets,
    storeCache,
    logs: {
      of: (connection) => logs.of(connection),
      invalidate: () => {
        logs.invalidate();
        queue.logsChanged();
        // Has a time limit and never rejects but for a bug.
        void attached?.refresh();
      },
    },
    daemon: () => ({ isDetached, trouble }),
    forwardSecrets: async () => {
      for (const account of await storedAccounts(platform)) {
        const found = await secrets.read(account);
        const isNowhere = found.ok && found.value === null && !forwarding.has(account);
        // A daemon cannot open the file, and would take a secret that is in none for one that is locked.
        if (isNowhere) await giveSecret(account, null);
      }
      queue.secretsUnlocked();
    },
    close: async () => {
      await opening;
      attached?.close();
      await queue.stop();
      await storeCache.close();
    },
  };
};
