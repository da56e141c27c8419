import type { AwsProfile } from "../../../domain/aws-config.ts";
import type { ConnectionCheck } from "../../../domain/connection-draft.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { PastedKeys } from "../../../domain/key-field-names.ts";
import type { Result } from "../../../domain/result.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { Answers, Question, SetupGoal, TypedAnswer } from "../../../domain/setup.ts";
import type { TokenAnswer } from "../../../services/ports/log-sink.ts";
import type { SecretHolder } from "../../../services/ports/secret-store.ts";

/** How far the check is. */
export type Check =
  | { readonly status: "running" }
  | { readonly status: "passed"; readonly check: ConnectionCheck | null }
  | { readonly status: "failed"; readonly error: AppError };

/** What the store, or the log server, answered to the answers. */
export type CheckResult = Result<ConnectionCheck | null, AppError>;

/** What is known before the first question. */
export interface SetupContext {
  readonly goal: SetupGoal;
  readonly settings: Settings;
  readonly holder: SecretHolder | null;
  readonly passphraseNeed: "none" | "open" | "create";
  /** AWS profiles of this computer. */
  readonly profiles: readonly AwsProfile[];
}

export interface SetupState {
  readonly context: SetupContext;
  readonly question: Question;
  readonly answers: Answers;
  /** Questions that a pasted block has answered, and that nobody is asked. */
  readonly pasted: ReadonlySet<Question>;
  /** What the recipient is called in a pasted block; null where none has said it. */
  readonly invitedBy: string | null;
  /** True: one answer is changed from the result, and leads back there. */
  readonly isCorrecting: boolean;
  /** About the answer on the screen. */
  readonly problem: AppError | null;
  /** True: the person leaves the region to the check, which takes the one that the store names. */
  readonly isRegionOpen: boolean;
  /** What the store said of the bucket; the default of the list. */
  readonly suggestedRegion: string | null;
  readonly check: Check;
  /** Rises with each check, so that an answer to an earlier one is known as such. */
  readonly checkNumber: number;
  /** How the log server answered; null while it has not. */
  readonly logCheck: Result<TokenAnswer, AppError> | null;
  /** True while the passphrase is tried or the connection saved: keys wait. */
  readonly isBusy: boolean;
  /** An address that everybody on the way can listen to, and that the person has been asked about. */
  readonly askedInClear: string | null;
  /** True: the endpoint had the bucket in it, and was corrected. */
  readonly isBucketTakenOut: boolean;
}

export type SetupEvent =
  | { readonly type: "typed"; readonly answer: TypedAnswer; readonly text: string }
  /** A block or a row with more than one value in it. */
  | { readonly type: "pasted"; readonly keys: PastedKeys }
  | { readonly type: "regionSelected"; readonly region: string }
  /** The one that the store named when it refused the check. */
  | { readonly type: "regionCorrected"; readonly region: string }
  /** The check finds it out. */
  | { readonly type: "regionLeftOpen" }
  /** `typed`: what stood in the field, an address perhaps. */
  | { readonly type: "otherServiceSelected"; readonly typed?: string }
  | { readonly type: "next" }
  | { readonly type: "back" }
  /** From the result to one question, and back to the result afterwards. */
  | { readonly type: "correct"; readonly question: Question }
  | { readonly type: "contextKnown"; readonly context: Partial<SetupContext> }
  | { readonly type: "regionFound"; readonly region: string | null }
  | { readonly type: "checkStarted" }
  | {
      readonly type: "checkEnded";
      readonly number: number;
      readonly result: CheckResult;
    }
  | {
      readonly type: "logChecked";
      readonly number: number;
      readonly result: Result<TokenAnswer, AppError>;
    }
  | { readonly type: "unlockStarted" }
  /** `holder`: where secrets go from now on; without a passphrase it is another one. */
  | {
      readonly type: "unlocked";
      readonly result: Result<void, AppError>;
      readonly holder: SecretHolder;
    }
  | { readonly type: "saveStarted" }
  | { readonly type: "saveFailed"; readonly error: AppError };
