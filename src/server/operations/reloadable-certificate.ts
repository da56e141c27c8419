import { unwatchFile, watchFile } from "node:fs";
import type { Log } from "../ports.ts";
import { ok, type Result } from "../../domain/result.ts";
import { readTlsIdentity, type TlsFiles, type TlsIdentity } from "./tls-identity.ts";
import { commandWords } from "../words/command-words.ts";

/** The certificate in use, which may be renewed while the server runs. */
export interface ReloadableCertificate {
  current(): TlsIdentity;
  /** Called with each new certificate that fits its key. */
  onRenewed(use: (identity: TlsIdentity) => void): void;
  reload(): Promise<void>;
  stop(): void;
}

const pollMs = 1000;

/** Loads certificate and key and follows their changes. A pair that does not fit is refused; the old one stays. */
export const followIdentity = async (
  files: TlsFiles,
  log: Log,
): Promise<Result<ReloadableCertificate, string>> => {
  const first = await readTlsIdentity(files);
  if (!first.ok) return first;
  let current = first.value;
  let use: ((identity: TlsIdentity) => void) | null = null;
  const reload = async () => {
    const next = await readTlsIdentity(files);
    if (!next.ok) {
      // A renewal writes two files one after the other: in between they do not fit.
      log.error({ reason: next.error }, commandWords.certificateRejected);
      return;
    }
    const isSame = next.value.cert.equals(current.cert) && next.value.key.equals(current.key);
    if (isSame) return;
    current = next.value;
    use?.(current);
    log.info({ file: files.certFile }, "new certificate in use");
  };
  const onChange = () => void reload(); // reload never rejects: it reports to the log
  const watched = [files.certFile, files.keyFile];
  for (const file of watched) watchFile(file, { interval: pollMs, persistent: false }, onChange);
  return ok({
    current: () => current,
    onRenewed: (next) => {
      use = next;
    },
    reload,
    stop: () => {
      for (const file of watched) unwatchFile(file, onChange);
    },
  });
};
