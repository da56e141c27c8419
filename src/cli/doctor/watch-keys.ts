import type { ProfileCredentials } from "../../services/connection/held-keys.ts";
import type { Connection } from "../../domain/settings.ts";

/** What was seen of the keys of a connection. */
export interface WatchedKeys {
  readonly profileCredentials: ProfileCredentials;
  /** When they expire; null where nobody says, undefined for keys that last. */
  expiresAtMs(): number | null | undefined;
}

/** Notes when the keys of a connection expire: as it is stored, or as its AWS profile says when it gives them. */
export const watchKeys = (
  { session }: Pick<Connection, "session">,
  profileCredentials: ProfileCredentials,
): WatchedKeys => {
  let seen: number | null | undefined = session?.expiresAtMs;
  return {
    profileCredentials: (profile) => async (isFresh) => {
      const keys = await profileCredentials(profile)(isFresh);
      if (keys.ok) {
        const { expiresAtMs, sessionToken } = keys.value;
        seen = expiresAtMs ?? (sessionToken === undefined ? undefined : null);
      }
      return keys;
    },
    expiresAtMs: () => seen,
  };
};
