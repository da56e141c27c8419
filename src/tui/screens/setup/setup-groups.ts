import type { Question, SetupGroup } from "../../../domain/setup.ts";
import { questionsOf } from "./setup-questions.ts";
import type { SetupState } from "./setup-state.ts";

const groupOf: Readonly<Record<Question, SetupGroup>> = {
  accessKeyId: "key",
  secret: "key",
  sessionToken: "key",
  bucket: "destination",
  region: "destination",
  endpoint: "destination",
  endpointRegion: "destination",
  terms: "destination",
  logUrl: "log",
  logToken: "log",
  passphrase: "check",
  passphraseAgain: "check",
  name: "check",
  result: "check",
};

/** A group of questions, and whether setup has come to it. */
export interface ShownGroup {
  readonly group: SetupGroup;
  readonly isReached: boolean;
  readonly isCurrent: boolean;
}

/** The groups of this setup in their order. Questions within them may come and go: they are not counted. */
export const groupsOf = (state: SetupState): readonly ShownGroup[] => {
  const groups = Array.from(new Set(questionsOf(state).map((question) => groupOf[question])));
  const at = groups.indexOf(groupOf[state.question]);
  return groups.map((group, index) => ({
    group,
    isReached: index <= at,
    isCurrent: index === at,
  }));
};
