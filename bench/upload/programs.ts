import { execFileSync } from "node:child_process";
import path from "node:path";
import { requirePrograms, ToolMissing } from "../tool-missing.ts";

/** The C programs of the bench, compiled. */
export interface Programs {
  readonly sink: string;
  readonly measure: string;
  /** Certificate of the sink, which signed itself; PEM files. */
  readonly cert: string;
  readonly key: string;
}

const noHeaders = "OpenSSL's headers are not installed. On Debian: apt install libssl-dev";

const compile = (name: string, folder: string, libraries: readonly string[]): string => {
  const program = path.join(folder, name);
  const source = path.join(import.meta.dirname, `${name}.c`);
  try {
    execFileSync("cc", ["-O2", "-o", program, source, ...libraries], { stdio: "pipe" });
  } catch (thrown) {
    const said = String(thrown instanceof Error ? thrown.message : thrown);
    if (said.includes("openssl/ssl.h")) throw new ToolMissing(noHeaders, { cause: thrown });
    throw thrown;
  }
  return program;
};

/** Compiles sink and stopwatch into `folder` and makes a certificate there. ToolMissing without what that takes. */
export const buildPrograms = (folder: string): Programs => {
  requirePrograms({ cc: "gcc libc6-dev", openssl: "openssl" });
  const cert = path.join(folder, "cert.pem");
  const key = path.join(folder, "key.pem");
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
  const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...request.split(" "), "-keyout", key, "-out", cert, ...names], {
    stdio: "ignore",
  });
  return {
    sink: compile("sink", folder, ["-lssl", "-lcrypto", "-lpthread"]),
    measure: compile("measure", folder, []),
    cert,
    key,
  };
};
