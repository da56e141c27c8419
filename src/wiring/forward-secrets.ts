import { forwardingSecretStore } from "../services/adapters/daemon/forwarding-secret-store.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";
import type { AttachedQueue } from "./attach-to-queue.ts";

/** `secrets`, with a running daemon hearing of each change. */
export const forwardSecretsTo = (daemon: AttachedQueue, secrets: SecretStore): SecretStore =>
  forwardingSecretStore(secrets, daemon);
