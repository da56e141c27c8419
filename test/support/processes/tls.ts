import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A key and a certificate for 127.0.0.1, or other names, that signed itself, PEM; good for a day. Needs openssl. */
export const selfSigned = (
  alternativeNames = "IP:127.0.0.1,DNS:localhost",
): { readonly key: string; readonly cert: string } => {
  const folder = mkdtempSync(path.join(tmpdir(), "s3-sftp-tls-"));
  const key = path.join(folder, "key.pem");
  const cert = path.join(folder, "cert.pem");
  try {
    const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1";
    const names = ["-subj", "/CN=s3", "-addext", `subjectAltName=${alternativeNames}`];
    execFileSync("openssl", [...request.split(" "), "-keyout", key, "-out", cert, ...names], {
      stdio: "ignore",
    });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
