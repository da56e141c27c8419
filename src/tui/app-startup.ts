import type { Layer } from "./app-state.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";
import type { AppServices } from "./services.ts";
import { haveKeysEnded } from "../domain/settings.ts";
import { isTokenRefused, lacksPassphrase } from "../domain/retry.ts";
import { failureWords } from "../words/failure.ts";
import { appWords } from "../words/app.ts";
import { errorWords } from "../words/errors/error-words.ts";

/** What the app has to ask or to say when it starts. */
export interface Startup {
  /** From the bottom to the top. */
  readonly layers: readonly Layer[];
  readonly note: string | null;
}

const secretLayer = async (
  services: AppServices,
  connection: string,
): Promise<Pick<Startup, "layers" | "note">> => {
  const settings = await services.loadSettings();
  const known = settings.ok && settings.value.connections.find(({ name }) => name === connection);
  if (known && haveKeysEnded(known, Date.now())) {
    return {
      layers: [{ type: "setup", goal: { type: "accessKey", connection } }],
      note: appWords.keysEnded(connection),
    };
  }
  const held = await services.hasSecret(connection);
  if (held.ok && held.value) return { layers: [], note: null };
  // The passphrase is asked for by whatever needs it: what is being sent may have what it needs.
  if (!held.ok && lacksPassphrase(held.error)) return { layers: [], note: null };
  if (!held.ok) return { layers: [], note: errorWords(held.error).happened };
  return {
    layers: [{ type: "setup", goal: { type: "secret", connection } }],
    note: appWords.secretMissing(connection),
  };
};

const unfinishedLayers = async (services: AppServices): Promise<readonly Layer[]> => {
  const found = await services.unfinished();
  if (found.ok)
    return found.value.length === 0 ? [] : [{ type: "unfinished", transfers: found.value }];
  return found.error.code === "StateUnreadable" ? [{ type: "unreadable", error: found.error }] : [];
};

/** Why uploads end with this window; null when a daemon goes on without it. Known once the queue is open. */
export const daemonNote = (services: AppServices): string | null => {
  const trouble = services.daemon?.().trouble ?? null;
  return trouble === null ? null : errorWords(trouble).happened;
};

/** Looks for a missing secret, uploads of an earlier run, and an unreadable state. */
export const startUp = async (
  services: AppServices,
  active: ActiveDestination | null,
): Promise<Startup> => {
  if (active === null) return { layers: [], note: null };
  const [secret, unfinished] = await Promise.all([
    secretLayer(services, active.connection),
    unfinishedLayers(services),
  ]);
  // By now the queue is open: only then is it known whether something was left behind.
  return { layers: [...unfinished, ...secret.layers], note: secret.note ?? daemonNote(services) };
};

/** What to say when the log server of the connection in use does not know its token any more; null otherwise. */
export const tokenNote = async (
  services: AppServices,
  connection: string,
): Promise<string | null> => {
  const answer = await services.checkStoredToken(connection);
  const isRefused = !answer.ok && isTokenRefused(answer.error);
  return isRefused ? failureWords.tokenRefusedNote(connection) : null;
};
