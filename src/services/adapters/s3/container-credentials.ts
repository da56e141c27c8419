import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { cleanLine } from "../../../domain/connection.ts";
import type { AppError } from "../../../domain/errors.ts";
import { isRecord, isText, parseJson } from "../../../domain/json.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { systemCode } from "../../../domain/system-code.ts";
import type { CredentialProvider } from "../../ports/credentials.ts";
import type { Environment } from "../../ports/environment.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";
import type { HttpReply, HttpSender } from "../http/http-call.ts";
import { createHttpSender } from "../http/http-sender.ts";
import { readNetworkFault } from "../http/network-fault.ts";
import { toAuthority, toOrigin } from "../http/origin.ts";
import { checkKeys } from "./checked-keys.ts";
import { fullUri } from "./container-address.ts";
import { ownWords } from "./own-words.ts";

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;
// As the AWS SDKs: "Container credential provider", three attempts a second apart.
const attempts = 3;
const pauseMs = 1_000;

const tokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/** Why there are no keys, in words; or an error that says so itself. */
type Failure =
  | {
      readonly why: string;
      /** The next moment may be better. */
      readonly isPassing?: true;
    }
  | { readonly error: AppError };

const refuse = (why: string) => fail<Failure>({ why });

/** The token that goes along: of a file, which is read anew each time, or of a variable; null for none. */
const readToken = async (environment: Environment): Promise<Result<string | null, Failure>> => {
  const file = nonEmpty(environment[tokenFile]);
  const variable = nonEmpty(cleanLine(environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] ?? ""));
  if (file === null) return ok(variable);
  try {
    return ok(nonEmpty(cleanLine(await readFile(file, "utf8"))));
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return refuse(`the file of ${tokenFile} cannot be read (${code})`);
  }
};

const readKeys = ({ status, body }: HttpReply): Result<StoreCredentials, Failure> => {
  const value = parseJson(body.toString("utf8"));
  const answer = isRecord(value) ? value : {};
  if (status !== 200) {
    const said = ["code", "message"].flatMap((name) =>
      isText(answer[name]) ? [answer[name]] : [],
    );
    const why = ownWords([`HTTP ${status}`, ...said].join(": ")) ?? `HTTP ${status}`;
    return fail<Failure>({ why, ...(status >= 500 && { isPassing: true }) });
  }
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = answer;
  if (!isText(AccessKeyId) || !isText(SecretAccessKey)) return refuse("no keys in the answer");
  const checked = checkKeys({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: isText(Token) ? Token : null,
    expiration: isText(Expiration) ? Expiration : null,
  });
  return checked.ok ? checked : refuse(checked.error);
};

const toFailure = (thrown: unknown, host: string): Failure => {
  const fault = readNetworkFault(thrown);
  if (fault === null) throw thrown;
  if (fault.is === "unusable") return { error: fault.error };
  if (fault.is !== "unreachable") return { why: `no answer of ${host}`, isPassing: true };
  const { detail, proxy } = fault;
  const way = proxy === undefined ? "" : ` through the proxy ${proxy.address} (${proxy.variable})`;
  const why = `${host} cannot be reached${way}: ${detail}`;
  // A proxy that refuses will do so again, and may lock an account that comes with a wrong login.
  return { why, ...(proxy?.status === undefined && { isPassing: true }) };
};

const ask = async (
  url: URL,
  headers: Readonly<Record<string, string>>,
  sender: HttpSender,
): Promise<Result<StoreCredentials, Failure>> => {
  const origin = toOrigin(url);
  const path = `${url.pathname}${url.search}`;
  try {
    return readKeys(await sender.send({ method: "GET", origin, path, headers, body: null }));
  } catch (thrown) {
    return fail(toFailure(thrown, url.host));
  }
};

const unusable = (failure: Failure) =>
  fail<AppError>(
    "error" in failure
      ? failure.error
      : {
          code: "CredentialsUnavailable",
          source: { type: "environment" },
          why: `${fullUri}: ${failure.why}`,
        },
  );

/**
 * Keys of `url`, asked on our way through the network: with its proxy and its certificates. Follows no redirection: the
 * token is for this address. Fails with CredentialsUnavailable, or what the environment has that cannot be used.
 */
export const containerCredentials =
  (url: URL, environment: Environment): CredentialProvider =>
  async () => {
    const token = await readToken(environment);
    if (!token.ok) return unusable(token.error);
    const headers = {
      host: toAuthority(toOrigin(url)),
      accept: "application/json",
      ...(token.value !== null && { authorization: token.value }),
    };
    const sender = createHttpSender({ connectTimeoutMs, idleTimeoutMs, environment });
    try {
      for (let attempt = 1; ; attempt += 1) {
        const found = await ask(url, headers, sender);
        if (found.ok) return found;
        const isPassing = "isPassing" in found.error;
        if (!isPassing || attempt === attempts) return unusable(found.error);
        await wait(pauseMs);
      }
    } finally {
      sender.close();
    }
  };
