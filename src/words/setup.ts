import { isBlank, nonEmpty } from "../domain/non-empty.ts";
import { assertNever } from "../domain/assert-never.ts";
import type { AwsProfile } from "../domain/aws-config.ts";
import { regionPlace } from "../domain/aws-regions.ts";
import type { Answers, Question, ResultRow, SetupGoal, SetupGroup } from "../domain/setup.ts";
import { endpointRegionOf, usualEndpointRegion } from "../domain/setup.ts";
import type { SecretHolder } from "../services/ports/secret-store.ts";
import { logTokenWords } from "./log-token.ts";
import { keysEnd, pastedFieldWords, profileLines, shortKey } from "./connection-keys.ts";
import { safe } from "./safe.ts";
import { scrollWords } from "./scroll.ts";

/** Where a secret is kept, behind "kept in". */
export const holderWords = (holder: SecretHolder): string => {
  switch (holder.kind) {
    case "keychain":
      return "this computer's keychain";
    case "encrypted file":
      return holder.path === undefined
        ? "an encrypted file"
        : `an encrypted file (${safe(holder.path)})`;
    case "session":
      return "memory only; you will be asked again next time";
    default:
      return assertNever(holder.kind);
  }
};

const titles: Readonly<Record<Question, string>> = {
  accessKeyId: "Access key",
  secret: "Secret access key",
  sessionToken: "Session token",
  bucket: "Bucket",
  region: "Region",
  endpoint: "Endpoint",
  endpointRegion: "Endpoint region",
  terms: "Bucket owner's terms",
  logUrl: "Log server",
  logToken: "Log server token",
  passphrase: "Passphrase",
  passphraseAgain: "Repeat the passphrase",
  name: "Connection name",
  result: "Check",
};

const lowered = (title: string): string => title.slice(0, 1).toLowerCase() + title.slice(1);

const examples: Readonly<Partial<Record<Question, string>>> = {
  accessKeyId: "AKIA…",
  bucket: "bucket or bucket/folder",
  region: "city or name, such as Dublin",
  endpoint: "https://s3.example.com",
  endpointRegion: usualEndpointRegion,
  logUrl: "leave empty to skip",
  terms: "leave empty: nothing special",
  passphrase: "leave empty: this session only",
};

const paste = "Paste the whole block that you were sent, a CSV row, or the key.";
const firstRun =
  "You need an access key, its secret access key and a bucket name. The recipient of your files gives them to you.";

const secretFilledIn = "The secret access key is filled in too.";
const tokenFilledIn = "The secret access key and the session token are filled in too.";
const storedIn = (holder: SecretHolder): string => `Stored in: ${holderWords(holder)}.`;

/** Behind a paste that has answered more than the keys; null where it has not. */
const alsoFilledIn = (pasted: ReadonlySet<Question>): string | null => {
  const others = (["bucket", "region", "endpoint", "logUrl"] as const).filter((question) =>
    pasted.has(question),
  );
  const names = others.map((question) => lowered(titles[question]));
  return names.length === 0 ? null : `Also filled in: ${names.join(", ")}.`;
};

/** What the lines of a question depend on. */
export interface AskedQuestion {
  /** True: the endpoint had the bucket in it, and was corrected. */
  readonly isBucketTakenOut: boolean;
  readonly question: Question;
  readonly answers: Answers;
  readonly pasted: ReadonlySet<Question>;
  readonly context: {
    readonly goal: SetupGoal;
    readonly holder: SecretHolder | null;
    readonly passphraseNeed: "none" | "open" | "create";
    readonly profiles: readonly AwsProfile[];
  };
}

const bucketTakenOut = (endpoint: string): string =>
  `The bucket was part of the endpoint and is left out of it: ${safe(endpoint)}.`;

const whereKept = ({ context }: AskedQuestion): readonly string[] =>
  context.holder === null ? [] : [storedIn(context.holder)];

const choosePassphrase =
  "Choose a passphrase to encrypt your secrets. Without one you will be asked again next time.";

const passphraseLines = ({ context }: AskedQuestion): readonly string[] => {
  const file = context.holder?.path === undefined ? "a file" : safe(context.holder.path);
  return context.passphraseNeed === "open"
    ? [`Your secrets are in an encrypted file (${file}). Enter its passphrase once per session.`]
    : [choosePassphrase, `Encrypted file: ${file}`];
};

/** The lines below the field: what the value is, where it comes from, what becomes of it. */
const lines = (state: AskedQuestion): readonly string[] => {
  const { question, answers, context } = state;
  switch (question) {
    case "accessKeyId":
      return [
        ...(context.goal.type === "connection" && state.pasted.size === 0 ? [firstRun] : []),
        isBlank(answers.secret)
          ? paste
          : isBlank(answers.sessionToken)
            ? secretFilledIn
            : tokenFilledIn,
        ...[alsoFilledIn(state.pasted)].filter((line) => line !== null),
        ...(isBlank(answers.sessionToken) ? [] : [keysEnd(Date.parse(answers.expiration))]),
        ...profileLines(context.profiles),
      ];
    case "secret":
      return [
        `It came with access key ${shortKey(answers.accessKeyId)}. You can paste it; spaces are removed.`,
        ...whereKept(state),
      ];
    case "sessionToken":
      return [
        "Keys that begin with ASIA are temporary: they work only with the token that came with them.",
        ...whereKept(state),
      ];
    case "bucket":
      return ["Where your files go. You got it with the key, for example acme-inbox/november."];
    case "region":
      return ["Where the bucket is. Type to search, then use Up and Down."];
    case "endpoint":
      return [
        "The URL of a service that is not AWS, with its port if needed. You got it with the key.",
      ];
    case "endpointRegion":
      return [
        ...(state.isBucketTakenOut ? [bucketTakenOut(answers.endpoint)] : []),
        `Leave it empty for ${usualEndpointRegion}, which most services other than AWS use.`,
      ];
    case "terms":
      return termsLines;
    case "logUrl":
      return [
        "It notifies the recipient of deliveries and failures. If there is one, you got it with the key.",
        "Leave it empty to skip this. Uploads work without it.",
      ];
    case "logToken":
      return ["You got it with the log server address.", ...whereKept(state)];
    case "passphrase":
      return passphraseLines(state);
    case "passphraseAgain":
      return ["Without it you cannot unlock your secrets next time."];
    case "name":
      return ["Your name for this connection, here and on the command line."];
    case "result":
      return [];
    default:
      return assertNever(question);
  }
};

const groupWords: Readonly<Record<SetupGroup, string>> = {
  key: "Key",
  destination: "Destination",
  log: "Log server",
  check: "Check",
};

/** In the names of the options of `upload`. */
const termsLines: readonly string[] = [
  "What the bucket owner asks of every upload. Enter what you were told, with spaces between:",
  "encryption: sse=AES256, or with a KMS key: sse=aws:kms:KEY",
  "access: acl=bucket-owner-full-control   storage: storage-class=STANDARD_IA",
  "tags: tag=project=x   requester pays: request-payer",
  "owner's account: expected-bucket-owner=123456789012",
  "large files: part-size=64MiB   address: addressing=virtual",
];

const goalWords: Readonly<Record<SetupGoal["type"], string>> = {
  connection: "setup",
  destination: "add a bucket",
  secret: "change the secret access key",
  accessKey: "change the access key",
  region: "change the region",
  terms: "bucket owner's terms",
  log: "change the log server",
  logToken: "new log server token",
};

const notAws = "not AWS";

const answerOf = (question: Question, answers: Answers): string | null => {
  switch (question) {
    case "accessKeyId":
      return shortKey(answers.accessKeyId);
    case "secret":
    case "sessionToken":
    case "logToken":
    case "passphrase":
    case "passphraseAgain":
    case "result":
      return null;
    case "region": {
      if (answers.isOtherStore) return notAws;
      const place = regionPlace(answers.region);
      return place === null ? safe(answers.region) : `${answers.region} (${place})`;
    }
    case "terms":
    case "logUrl":
      return isBlank(answers[question]) ? "none" : safe(answers[question]);
    case "endpointRegion":
      return safe(endpointRegionOf(answers));
    case "bucket":
    case "endpoint":
    case "name":
      return safe(answers[question]);
    default:
      return assertNever(question);
  }
};

const checkAgain = "Check again";
const saveAnyway = "Save, check at the first upload";
const saveWords = (name: string): string =>
  nonEmpty(name) === null ? "Save" : `Save as "${safe(name)}"`;
const useRegionWords = (region: string): string => `Use region ${safe(region)} and check again`;

/** The row that goes back to a question; its answer may follow. */
const correctWords = (question: Question): string => {
  const title = titles[question];
  return `Change the ${lowered(title)}`;
};

/** Sentences of the setup. */
export const setupWords = {
  heading: (goal: SetupGoal): string => `s3-sftp · ${goalWords[goal.type]}`,
  goal: (goal: SetupGoal): string => goalWords[goal.type],
  choosePassphrase,
  group: (group: SetupGroup): string => groupWords[group],
  title: (question: Question): string => titles[question],
  save: saveWords,
  saveAnyway,
  useRegion: useRegionWords,
  checkAgain,
  correct: correctWords,
  example: (question: Question): string => examples[question] ?? "",
  lines,
  firstRun,
  secretFilledIn,
  tokenFilledIn,
  keysEnd,
  storedIn,
  pastedFields: pastedFieldWords,
  checking: "Checking that the key can list the bucket and upload to it…",
  checkingLog: "Checking the log server…",
  saving: "Saving…",
  unlocking: "Unlocking…",
  mayList: "The key can list the bucket.",
  mayWrite: "The key can upload to the bucket.",
  mayWriteUnknown: "Upload permission is checked with the first upload.",
  logAnswers: "The log server is reachable.",
  logToken: logTokenWords,
  logSkipped: "No log server: the recipient is not notified.",
  notAws,
  findRegion: "Find out for me",
  otherStore: "Not AWS: MinIO, Ceph, R2 …",
  /** Below a list that is longer than its place. */
  listPosition: (at: number, count: number): string =>
    `${scrollWords.position(at, count)}, type to search`,
  typedRegion: (id: string): string => `${safe(id)} (as typed)`,
  region: (id: string, place: string): string => `${id.padEnd(15)} ${place}`,
  notForOwner: "Nothing here for the bucket owner to fix",
  suggested: "detected",
  firstQuestion: "This is the first question. Ctrl+C quits",
  row: (row: ResultRow, name: string, answers: Answers): string => {
    switch (row.type) {
      case "save":
        return saveWords(name);
      case "saveAnyway":
        return saveAnyway;
      case "useRegion":
        return useRegionWords(row.region);
      case "checkAgain":
        return checkAgain;
      case "correct": {
        const words = correctWords(row.question);
        const answer = answerOf(row.question, answers);
        return nonEmpty(answer) === null ? words : `${words}: ${answer}`;
      }
      default:
        return assertNever(row);
    }
  },
} as const;
