import type { ActiveDestination } from "../domain/active-destination.ts";
import type { AwsProfile } from "../domain/aws-config.ts";
import type { PackedFolder } from "../domain/packed-folder.ts";
import type { ConnectionCheck, ConnectionDraft, RemoveTarget } from "../domain/connection-draft.ts";
import type { SelectedPath, Conflict, DeliveryPlan } from "../domain/delivery-plan.ts";
import type { AppError } from "../domain/errors.ts";
import type { Receipt } from "../domain/receipt.ts";
import type { Result } from "../domain/result.ts";
import type { Destination, LastDestination, Preferences, Settings } from "../domain/settings.ts";
import type { Transfer } from "../domain/transfer.ts";
import type { TokenAnswer } from "../services/ports/log-sink.ts";
import type { EntryKind, FolderEntry } from "../domain/folder-entry.ts";
import type { FoundName, NameSearch } from "../domain/found-name.ts";
import type { ContentFinding, PastDelivery } from "../domain/past-delivery.ts";
import type {
  HistoryBatch,
  HistoryEntry,
  HistoryPage,
  HistoryQuery,
  HistoryWindow,
} from "../services/ports/history-store.ts";
import type { Clock } from "../services/ports/clock.ts";
import type { SecretHolder } from "../services/ports/secret-store.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";

/** Settings, secrets, connections and the log server. */
export interface ConnectionServices {
  loadSettings(): Promise<Result<Settings, AppError>>;
  /** Changes these, and no other: another app may have changed those meanwhile. */
  savePreferences(changes: Partial<Preferences>): Promise<Result<Settings, AppError>>;
  /** Where the next start of the app begins. */
  rememberDestination(last: LastDestination): Promise<Result<Settings, AppError>>;
  /** Moves an unreadable settings or state file aside, never deletes it; gives where it is kept. */
  setAsideUnreadable(file: string): Promise<Result<string, AppError>>;

  /** Which store will hold a secret; asks for nothing. */
  secretHolder(): Promise<SecretHolder>;
  /** False: the connection is known but its secret is not held any more. True, too, where only the queue holds it. */
  hasSecret(connection: string): Promise<Result<boolean, AppError>>;
  /** Those of the files of the AWS CLI. */
  awsProfiles(): Promise<readonly AwsProfile[]>;
  /** Whether the next secret needs a passphrase first: of a file that is there, or of one to be made. */
  passphraseNeed(): Promise<"none" | "open" | "create">;
  /** Opens the encrypted file, or begins it, for this session. Null: secrets are kept for this session only. */
  unlockSecrets(passphrase: string | null): Promise<Result<void, AppError>>;

  /**
   * Lists (one key) and proves the right to write; a refusal is also told to the log server, if one is known. A
   * null secretAccessKey stands for the one that is held for the connection of this name.
   */
  verifyConnection(
    draft: ConnectionDraft,
    signal: AbortSignal,
  ): Promise<Result<ConnectionCheck, AppError>>;
  /** The region that the store names for the bucket; null when it does not say. The log server is not told. */
  findRegion(draft: ConnectionDraft, signal: AbortSignal): Promise<Result<string | null, AppError>>;
  /**
   * Secret first, then settings. Replaces a connection of the same name, and keeps its other destinations. A
   * null secretAccessKey keeps the held one; a null log keeps the connection's log server.
   */
  saveConnection(draft: ConnectionDraft): Promise<Result<Settings, AppError>>;
  /** Checked at its own address, or the connection's where it has none. */
  addDestination(
    connection: string,
    destination: Destination,
    signal: AbortSignal,
  ): Promise<Result<Settings, AppError>>;
  /** Is a log server there, and does it know the token? Sends no message; ends after some seconds. */
  checkLogServer(
    logUrl: string,
    logToken: string,
    signal: AbortSignal,
  ): Promise<Result<TokenAnswer, AppError>>;
  /** Of one connection; a null token keeps the held one. */
  saveLog(
    connection: string,
    logUrl: string,
    logToken: string | null,
  ): Promise<Result<Settings, AppError>>;
  removeSaved(target: RemoveTarget): Promise<Result<Settings, AppError>>;
}

/** The sender's files, and what would become of them in the bucket. */
export interface FileServices {
  /** Folder where the browser opens. */
  readonly startFolder: string;
  /** Name in it that is highlighted first; null: the first of all. */
  readonly startName: string | null;
  /** That folder, where it was read before the first frame; null later, when it may have changed. */
  preloadedFolder(): PackedFolder | null;
  /** The folder as far as it has been read, each time in place of the time before. */
  listFolder(folder: string, signal: AbortSignal): AsyncIterable<Result<PackedFolder, AppError>>;
  folderDetails(
    folder: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly FolderEntry[]>;
  /** What lies at each of some absolute paths; null where there is nothing, or nothing that can be looked at. */
  entryKinds(paths: readonly string[]): Promise<readonly (EntryKind | null)[]>;
  /** Names below a folder that contain a text, as they are found; see the use case. */
  findNames(search: NameSearch, signal: AbortSignal): AsyncIterable<readonly FoundName[]>;
  /** Folders that files were uploaded from, or that somebody went to; the newest first. */
  recentFolders(): Promise<readonly string[]>;
  noteRecentFolder(folder: string): Promise<void>;
  /** What this computer has delivered of some files (absolute paths) to a destination. */
  pastDeliveries(
    paths: readonly string[],
    target: ActiveDestination,
    signal: AbortSignal,
  ): Promise<Result<readonly PastDelivery[], AppError>>;
  /** Compares files by SHA-256 with what was delivered of them, one after the other; calls back with each. */
  compareContent(
    deliveries: readonly PastDelivery[],
    onFound: (path: string, finding: ContentFinding) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Bytes a second of the last uploads to a destination; null before there were any. */
  lastRate(target: ActiveDestination): Promise<number | null>;
  /** Files, sizes and keys of the selected paths, folders walked; calls back with counts while it walks. */
  planDelivery(
    selected: readonly SelectedPath[],
    target: ActiveDestination,
    onProgress: (files: number, bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Result<DeliveryPlan, AppError>>;
  /** Which keys of the plan are taken at the store. */
  findConflicts(
    plan: DeliveryPlan,
    target: ActiveDestination,
    signal: AbortSignal,
  ): Promise<Result<readonly Conflict[], AppError>>;
}

/** What was sent, and what was left behind. */
export interface HistoryServices {
  /** Known at once: something is on its way, waits or is paused in the background, or has ended and nobody has seen it. */
  hasWork(): boolean;
  /** Transfers of an earlier run that can go on. */
  unfinished(): Promise<Result<readonly Transfer[], AppError>>;
  /** What became of single files, newest first, a page at a time. */
  historyEntries(
    query: HistoryQuery,
    window: HistoryWindow,
  ): Promise<Result<HistoryPage<HistoryEntry>, AppError>>;
  /** Those whose names match, from the newest on; see the use case. */
  findInHistory(
    query: HistoryQuery,
    maxFound: number,
    signal: AbortSignal,
  ): AsyncIterable<Result<HistoryPage<HistoryEntry>, AppError>>;
  /** What became of batches, newest first, a page at a time. */
  historyBatches(
    query: Pick<HistoryQuery, "sinceMs">,
    window: HistoryWindow,
  ): Promise<Result<HistoryPage<HistoryBatch>, AppError>>;
  /** Files that were delivered, in all. */
  deliveredFiles(): Promise<Result<number, AppError>>;
  receipt(id: string): Promise<Result<Receipt | null, AppError>>;
  /** Of all that a batch has delivered, in the order of queueing. */
  batchReceipts(batchId: string): Promise<Result<readonly Receipt[], AppError>>;
  /**
   * Writes a text (a receipt, the text for the bucket owner) to a new file in the folder for receipts, never over an old
   * one, and never into a folder that is being sent.
   */
  saveText(suggestedName: string, text: string): Promise<Result<string, AppError>>;
  /**
   * Sends a text about a failure to the log server of a connection, through the outbox. Gives why it is not sent yet, null
   * when the log server has it.
   */
  notifyRecipient(text: string, connection: string): Promise<Result<AppError | null, AppError>>;
  /** Does the log server of a connection know the token that is stored for it? Null: there is none to ask. */
  checkStoredToken(connection: string): Promise<Result<TokenAnswer | null, AppError>>;
}

/**
 * Everything the screens may ask for; composed in cli/compose.ts. Each call answers with a Result, and the
 * screen turns it into an event. Aborting `signal` rejects with its reason.
 */
export interface AppServices extends ConnectionServices, FileServices, HistoryServices {
  readonly version: string;
  readonly queue: UploadQueue;
  readonly clock: Clock;
  /** For what one review sends: a UUIDv7. */
  newBatchId(): string;
  /**
   * Whether uploads go on without this app, in a daemon of its own; if not, why. Absent: they never do, and
   * nobody tried.
   */
  daemon?(): { readonly isDetached: boolean; readonly trouble: AppError | null };
}
