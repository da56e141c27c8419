import { cleanLine, cleanValue } from "./connection.ts";
import { nonEmpty } from "./non-empty.ts";

/** Settings of a profile or a `services` section; those of a nested one are named "s3.endpoint_url". */
export type AwsSection = ReadonlyMap<string, string>;

/** What the files of the AWS CLI hold. */
export interface AwsConfig {
  /** By name. Keys of the credentials file go before those of the config file. */
  readonly profiles: ReadonlyMap<string, AwsSection>;
  readonly services: ReadonlyMap<string, AwsSection>;
}

type Sections = Map<string, Map<string, string>>;

/** The value without the comment behind it; its quotes belong to it. A command is the shell's business as a whole. */
const valueOf = (name: string, text: string): string =>
  cleanLine(name === "credential_process" ? text : text.replace(/(^|\s)[#;].*$/, ""));

/** Sections of an ini file by what stands in their brackets. */
const parseIni = (text: string): Sections => {
  const sections: Sections = new Map();
  let section: Map<string, string> | null = null;
  let parent: string | null = null;
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    if (/^\s*([#;]|$)/.test(raw)) continue;
    const head = /^\s*\[([^\]]+)\]/.exec(raw)?.[1];
    if (head !== undefined) {
      const name = cleanLine(head).replaceAll(/["']/g, "").replaceAll(/\s+/g, " ");
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      parent = null;
      continue;
    }
    const at = raw.indexOf("=");
    if (at === -1 || section === null) continue;
    const name = cleanLine(raw.slice(0, at)).toLowerCase();
    const value = valueOf(name, raw.slice(at + 1));
    const isNested = /^\s/.test(raw) && parent !== null;
    if (!isNested) parent = nonEmpty(value) === null ? name : null;
    if (nonEmpty(value) !== null) section.set(isNested ? `${parent}.${name}` : name, value);
  }
  return sections;
};

const named = (sections: Sections, kind: string): Sections =>
  new Map(
    Array.from(sections).flatMap(([name, section]) =>
      name.startsWith(`${kind} `) ? [[name.slice(kind.length + 1), section] as const] : [],
    ),
  );

/** Reads `~/.aws/config` and `~/.aws/credentials`; null for a file that is not there. Unknown lines are left out. */
export const parseAwsConfig = (config: string | null, credentials: string | null): AwsConfig => {
  const fromConfig = parseIni(config ?? "");
  const profiles = named(fromConfig, "profile");
  const own = fromConfig.get("default");
  if (own) profiles.set("default", new Map([...(profiles.get("default") ?? []), ...own]));
  for (const [head, section] of parseIni(credentials ?? "")) {
    // As in the config file: the AWS CLI finds no such profile here, its users do.
    const name = head.replace(/^profile /, "");
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  return { profiles, services: named(fromConfig, "services") };
};

/** A profile that a person may choose, with the address it names as it is written there. */
export interface AwsProfile {
  readonly name: string;
  readonly from: ProfileKeys["from"];
  readonly region: string | null;
  readonly endpoint: string | null;
}

/** Where the keys of a profile come from. The order is that of the AWS SDK for JavaScript. */
export type ProfileKeys =
  | {
      readonly from: "file";
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string | null;
      readonly expiration: string | null;
    }
  | { readonly from: "role" }
  | { readonly from: "sso" }
  /** The command that is run, and its program without its arguments, which may hold a secret. */
  | { readonly from: "program"; readonly command: string; readonly program: string }
  | { readonly from: "login" }
  | { readonly from: "nowhere" };

/** Where the keys of a profile come from. */
export const profileKeys = (profile: AwsSection): ProfileKeys => {
  const get = (name: string) => profile.get(name) ?? null;
  const isRole =
    get("role_arn") !== null &&
    (get("source_profile") ?? get("credential_source") ?? get("web_identity_token_file")) !== null;
  if (isRole) return { from: "role" };
  const accessKeyId = get("aws_access_key_id");
  const secretAccessKey = get("aws_secret_access_key");
  if (accessKeyId !== null && secretAccessKey !== null) {
    const sessionToken = get("aws_session_token") ?? get("aws_security_token");
    // What tools that write this file call it; AWS itself has no name for it.
    const expiration = get("x_security_token_expires") ?? get("expiration");
    return { from: "file", accessKeyId, secretAccessKey, sessionToken, expiration };
  }
  const command = get("credential_process");
  if (command !== null) {
    const program = /^"([^"]+)"|^'([^']+)'|^\S+/.exec(command)?.[0] ?? command;
    return { from: "program", command, program: cleanValue(program) };
  }
  if (get("sso_session") !== null || get("sso_start_url") !== null) return { from: "sso" };
  if (get("login_session") !== null) return { from: "login" };
  return { from: "nowhere" };
};
