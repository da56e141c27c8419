import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import {
  keyAccounts,
  secretAccount,
  sessionAccount,
  type Connection,
  type KeySession,
} from "../../domain/settings.ts";
import { fixedCredentials, type CredentialProvider } from "../ports/credentials.ts";
import type { StoreCredentials } from "../ports/object-store.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { SettingsStore } from "../ports/settings-store.ts";

/** Keys by the name of an AWS profile of this computer. */
export type ProfileCredentials = (profile: string) => CredentialProvider;

interface HeldKeysDeps {
  readonly secrets: SecretStore;
  readonly profileCredentials: ProfileCredentials;
}

const readHeld = async (
  secrets: SecretStore,
  account: string,
  name: string,
): Promise<Result<string, AppError>> => {
  const secret = await secrets.read(account);
  if (!secret.ok) return secret;
  return secret.value === null
    ? fail({ code: "NotSetUp", missing: "secret", name })
    : ok(secret.value);
};

/** What goes with an access key, as it is held under the connection's name. */
const heldPair = async (
  secrets: SecretStore,
  { name, session }: { readonly name: string; readonly session?: KeySession | undefined },
  accessKeyId: string,
): Promise<Result<StoreCredentials, AppError>> => {
  const secret = await readHeld(secrets, secretAccount(name), name);
  if (!secret.ok) return secret;
  const pair = { accessKeyId, secretAccessKey: secret.value };
  if (session === undefined) return ok(pair);
  const token = await readHeld(secrets, sessionAccount(name), name);
  if (!token.ok) return token;
  return ok({ ...pair, sessionToken: token.value, expiresAtMs: session.expiresAtMs });
};

/** The keys of a stored connection as they are now. Fails with NotSetUp, SecretStoreUnavailable, CredentialsUnavailable. */
export const readHeldKeys = async (
  { secrets, profileCredentials }: HeldKeysDeps,
  connection: Pick<Connection, "name" | "accessKeyId" | "profile" | "session">,
): Promise<Result<StoreCredentials, AppError>> => {
  const { name, accessKeyId, profile } = connection;
  if (profile !== undefined) return profileCredentials(profile)(false);
  if (accessKeyId === null) return fail({ code: "NotSetUp", missing: "secret", name });
  return heldPair(secrets, connection, accessKeyId);
};

/** The keys of a stored connection; asked afresh, those that somebody may have stored since. */
export const storedCredentials =
  (
    deps: HeldKeysDeps & { readonly settings: SettingsStore },
    connection: Connection,
  ): CredentialProvider =>
  async (isFresh) => {
    if (!isFresh) return readHeldKeys(deps, connection);
    const settings = await deps.settings.load();
    if (!settings.ok) return settings;
    const known = settings.value.connections.find(({ name }) => name === connection.name);
    return readHeldKeys(deps, known ?? connection);
  };

/** False: the connection is known, and what goes with its access key is not held. */
export const hasHeldKeys = async (
  { settings, secrets }: { readonly settings: SettingsStore; readonly secrets: SecretStore },
  name: string,
): Promise<Result<boolean, AppError>> => {
  const loaded = await settings.load();
  if (!loaded.ok) return loaded;
  const known = loaded.value.connections.find((connection) => connection.name === name);
  // A profile is asked when it is needed: it may run a program.
  if (known?.profile !== undefined) return ok(true);
  for (const account of known?.session ? keyAccounts(name) : [secretAccount(name)]) {
    const secret = await secrets.read(account);
    if (!secret.ok) return secret;
    if (secret.value === null) return ok(false);
  }
  return ok(true);
};

/** The keys of a draft; what it leaves out is that held under its name. */
export const draftCredentials = async (
  { secrets, profileCredentials }: HeldKeysDeps,
  draft: ConnectionDraft,
): Promise<Result<CredentialProvider, AppError>> => {
  const { name, accessKeyId, secretAccessKey, profile, session } = draft;
  if (profile !== undefined) return ok(profileCredentials(profile));
  if (accessKeyId === null) return fail({ code: "NotSetUp", missing: "secret", name });
  if (secretAccessKey === null) {
    const held = await heldPair(secrets, draft, accessKeyId);
    return held.ok ? ok(fixedCredentials(held.value)) : held;
  }
  return ok(
    fixedCredentials({
      accessKeyId,
      secretAccessKey,
      ...(session !== undefined &&
        session.token !== null && {
          sessionToken: session.token,
          expiresAtMs: session.expiresAtMs,
        }),
    }),
  );
};
