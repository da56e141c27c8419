import { execFileSync } from "node:child_process";
import path from "node:path";

/** The C programs of the bench, compiled. */
export interface Programs {
  readonly sink: string;
  readonly measure: string;
  /** Certificate of the sink, which signed itself; PEM files. */
  readonly cert: string;
  readonly key: string;
}

const compile = (name: string, folder: string, libraries: readonly string[]): string => {
  const program = path.join(folder, name);
  const source = path.join(import.meta.dirname, `${name}.c`);
  execFileSync("cc", ["-O2", "-o", program, source, ...libraries], { stdio: "inherit" });
  return program;
};

/** Compiles sink and stopwatch into `folder` and makes a certificate there. Needs cc, OpenSSL's headers and openssl. */
export const buildPrograms = (folder: string): Programs => {
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
