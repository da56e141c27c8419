import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { isRecord, isText, parseJson } from "../../../domain/json.ts";
import type { Result } from "../../../domain/result.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { withTimeout } from "../../ports/with-timeout.ts";
import { checkKeys } from "./checked-keys.ts";

const maxOutputCharacters = 65_536;
/** After its end the pipe holds what a program wrote; to read that takes no time to speak of. */
const maxOutputDelayMs = 250;

const closeOutput = ({ stdout, stderr }: ChildProcess): void => {
  stdout?.destroy();
  stderr?.destroy();
};

/** What a program writes, up to more than any keys are long. */
class Output {
  #text = "";

  constructor(stream: Readable) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      this.#text = (this.#text + text).slice(0, maxOutputCharacters);
    });
  }

  text(): string {
    return this.#text;
  }
}

const refuse = (error: string) => ({ ok: false, error }) as const;

/** What the program has written, by the AWS CLI's "Sourcing credentials with an external process". */
const readOutput = (output: string): Result<StoreCredentials, string> => {
  const value = parseJson(output.replace(/^\uFEFF/u, "").trim());
  if (!isRecord(value)) return refuse("it wrote no JSON");
  if (value["Version"] !== 1) return refuse("it wrote no keys of Version 1");
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = value;
  if (!isText(AccessKeyId) || !isText(SecretAccessKey)) return refuse("it wrote no keys");
  const checked = checkKeys({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: isText(SessionToken) ? SessionToken : null,
    expiration: isText(Expiration) ? Expiration : null,
  });
  return checked;
};

/** Ends a shell and what it has started. */
const killGroup = (child: ChildProcess): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
};

/**
 * Runs the `credential_process` of a profile, in a shell as the AWS CLI does, and ends it after `timeoutMs`. Fails with
 * what it says on its standard error, or what is wrong with its output.
 */
export const runCredentialProcess = async (
  command: string,
  environment: Environment,
  timeoutMs: number,
): Promise<Result<StoreCredentials, string>> => {
  // A group of its own, to be ended as a whole; what it has to ask a person it asks on a screen or a terminal of its own.
  const options = { shell: true, detached: true, env: environment } as const;
  const child = spawn(command, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [new Output(child.stdout), new Output(child.stderr)];
  const ended = new Promise<Result<StoreCredentials, string>>((resolve) => {
    child.once("error", (error) => resolve(refuse(error.message)));
    // What it has started may keep its output open; what it wrote itself is there when it ends.
    child.once("exit", () => setTimeout(closeOutput, maxOutputDelayMs, child).unref());
    child.once("close", (code, signal) => {
      const status = `it ended with ${code === null ? signal : `status ${code}`}`;
      const said = [status, stderr.text()].filter(Boolean).join(": ");
      resolve(code === 0 ? readOutput(stdout.text()) : refuse(said));
    });
  });
  return withTimeout(ended, timeoutMs, () => {
    killGroup(child);
    return refuse(`no answer within ${timeoutMs / 1000} s`);
  });
};
