import { assertNever } from "../../domain/assert-never.ts";
import type { SecretHolder } from "../../services/ports/secret-store.ts";
import { regionPlace } from "../screens/setup/regions.ts";
import type { ResultRow } from "../screens/setup/setup-result.ts";
import type { Answers, Question, SetupGoal, SetupState } from "../screens/setup/setup-state.ts";
import { safe } from "./safe.ts";

/** An access key as people recognise it, and not more of it than needed: "AKIA…3F7Q". */
export const shortKey = (accessKeyId: string): string =>
  accessKeyId.length <= 8
    ? safe(accessKeyId)
    : `${safe(accessKeyId.slice(0, 4))}…${safe(accessKeyId.slice(-4))}`;

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
      return "the memory of this session only; it is asked again next time";
    default:
      return assertNever(holder.kind);
  }
};

const titles: Readonly<Record<Question, string>> = {
  accessKeyId: "Access key",
  secret: "Secret access key",
  bucket: "Bucket",
  region: "Region",
  endpoint: "Address of the store",
  endpointRegion: "Region of the store",
  logUrl: "Log server",
  logToken: "Token of the log server",
  passphrase: "Passphrase",
  passphraseAgain: "The passphrase again",
  name: "Name of the connection",
  result: "Check",
};

const examples: Readonly<Partial<Record<Question, string>>> = {
  accessKeyId: "AKIA…",
  bucket: "bucket or bucket/folder",
  region: "city or name, such as Dublin",
  endpoint: "https://s3.example.com",
  logUrl: "empty: go on without one",
  passphrase: "empty: only for this session",
};

const paste = "Paste works: a value, a CSV row, or an AWS_ACCESS_KEY_ID=… block.";
const firstRun =
  "You will be asked for an access key, its secret, and the bucket to send to. Whoever wants to receive your files has given them to you.";

const whereKept = ({ context }: SetupState): readonly string[] =>
  context.holder === null ? [] : [`It will be kept in: ${holderWords(context.holder)}.`];

const passphraseLines = ({ context }: SetupState): readonly string[] => {
  const file = context.holder?.path === undefined ? "a file" : safe(context.holder.path);
  return context.passphraseNeed === "open"
    ? [`The secrets are in an encrypted file (${file}). Its passphrase is asked once a session.`]
    : [
        "This computer has no keychain that can be used. A passphrase of your own encrypts the secret; without one it is asked again next time.",
        `The encrypted file: ${file}`,
      ];
};

/** The lines below the field: what the value is, where it comes from, what becomes of it. */
const lines = (state: SetupState): readonly string[] => {
  const { question, answers, context } = state;
  switch (question) {
    case "accessKeyId":
      return [
        ...(context.goal.type === "connection" ? [firstRun] : []),
        answers.secret === "" ? paste : "The secret is filled in too.",
      ];
    case "secret":
      return [
        `It came with the access key ${shortKey(answers.accessKeyId)}. Paste works; spaces are removed.`,
        ...whereKept(state),
      ];
    case "bucket":
      return ["Where to send your files. It came with the key, for example acme-inbox/november."];
    case "region":
      return ["Where the bucket is. Type to find it, and choose with Up and Down."];
    case "endpoint":
      return ["Of a store that is not AWS, with its port if it has one. Whoever runs it knows it."];
    case "endpointRegion":
      return ["Most stores that are not AWS take us-east-1."];
    case "logUrl":
      return [
        "It tells the receiver what arrived and what failed. It came with the key, if there is one.",
        "Leave it empty to go on without: uploads work all the same.",
      ];
    case "logToken":
      return ["It came with the address of the log server.", ...whereKept(state)];
    case "passphrase":
      return passphraseLines(state);
    case "passphraseAgain":
      return ["A mistyped passphrase could not be opened next time."];
    case "name":
      return ["What you call this connection, here and on the command line."];
    case "result":
      return [];
    default:
      return assertNever(question);
  }
};

const goalWords: Readonly<Record<SetupGoal["type"], string>> = {
  connection: "set-up",
  destination: "add a bucket",
  secret: "change the secret",
  accessKey: "change the access key",
  region: "change the region",
  log: "change the log server",
};

const answerOf = (question: Question, answers: Answers): string => {
  switch (question) {
    case "accessKeyId":
      return shortKey(answers.accessKeyId);
    case "secret":
    case "logToken":
    case "passphrase":
    case "passphraseAgain":
    case "result":
      return "";
    case "region": {
      if (answers.isOtherStore) return "a store that is not AWS";
      const place = regionPlace(answers.region);
      return place === null ? safe(answers.region) : `${answers.region} (${place})`;
    }
    case "logUrl":
      return answers.logUrl.trim() === "" ? "none" : safe(answers.logUrl);
    case "bucket":
    case "endpoint":
    case "endpointRegion":
    case "name":
      return safe(answers[question]);
    default:
      return assertNever(question);
  }
};

/** Sentences of the set-up. */
export const setupWords = {
  heading: (goal: SetupGoal): string => `s3-sftp · ${goalWords[goal.type]}`,
  step: ({ step, of }: { readonly step: number; readonly of: number }): string =>
    `step ${step} of ${of}`,
  title: (question: Question): string => titles[question],
  example: (question: Question): string => examples[question] ?? "",
  lines,
  checking: "Checking that the key may list the bucket and write to it…",
  checkingLog: "Asking the log server…",
  saving: "Saving…",
  unlocking: "Opening…",
  mayList: "The key may list the bucket.",
  mayWrite: "The key may write to the bucket.",
  mayWriteUnknown: "The right to write is checked at the first upload.",
  logAnswers: "The log server answers.",
  logTrouble: (line: string): string => `${line}. Uploads work all the same.`,
  logSkipped: "No log server: the receiver is not told.",
  otherStore: "Another store (not AWS): its address is asked next",
  typedRegion: (id: string): string => `${safe(id)} (as typed)`,
  region: (id: string, place: string): string => `${id.padEnd(15)} ${place}`,
  noProblem: "There is no problem to show.",
  notForOwner: "Nothing here is for the owner of the bucket.",
  suggested: "the store says so",
  firstQuestion: "This is the first question. Ctrl+C leaves.",
  row: (row: ResultRow, name: string, answers: Answers): string => {
    switch (row.type) {
      case "save":
        return name === "" ? "Save" : `Save as "${safe(name)}"`;
      case "saveAnyway":
        return "Save it all the same, and check at the first upload";
      case "useRegion":
        return `Use the region ${safe(row.region)}, and check again`;
      case "checkAgain":
        return "Check again";
      case "correct": {
        const title = titles[row.question];
        const words = `Change the ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
        const answer = answerOf(row.question, answers);
        return answer === "" ? words : `${words}: ${answer}`;
      }
      default:
        return assertNever(row);
    }
  },
} as const;
