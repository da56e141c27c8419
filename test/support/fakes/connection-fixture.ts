import type { ConnectionDraft } from "../../../src/domain/connection-draft.ts";
import { fail } from "../../../src/domain/result.ts";
import { openVault } from "../../../src/services/adapters/keychain/open-vault.ts";
import type {
  ConnectionDeps,
  RefusedCheck,
} from "../../../src/services/connection/connection-deps.ts";
import { createCheckedStore } from "./fake-object-store.ts";
import { createMemorySettingsStore } from "./memory-settings-store.ts";
import { createMemoryTextFile } from "./memory-text-file.ts";

/** What a sender of the tests types into the set-up. */
export const draft: ConnectionDraft = {
  name: "Clinic North",
  accessKeyId: "AKIAEXAMPLE000000000",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "eu-west-1",
  endpoint: null,
  bucket: "acme-inbox",
  prefix: "november/",
  logUrl: "https://logs.example.org",
  logToken: "token-of-the-log",
};

/** The connection use-cases over fakes, with what they did. */
export const openConnections = (answers: Parameters<typeof createCheckedStore>[0] = {}) => {
  const { store, calls } = createCheckedStore(answers);
  const settings = createMemorySettingsStore();
  const refused: RefusedCheck[] = [];
  const signedWith: unknown[] = [];
  const deps: ConnectionDeps = {
    settings: settings.store,
    secrets: openVault(createMemoryTextFile(), "session"),
    openStore: async (_, credentials) => {
      signedWith.push(await credentials(false));
      return store;
    },
    profileCredentials: (profile) => async () =>
      fail({
        code: "CredentialsUnavailable",
        source: { type: "profile", profile, from: "no such profile" },
        why: null,
      }),
    reportRefusal: (one) => refused.push(one),
  };
  return { deps, calls, refused, settings, signedWith };
};
