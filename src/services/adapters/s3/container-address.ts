import { cleanLine } from "../../../domain/connection.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { Environment } from "../../ports/environment.ts";

export const fullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/**
 * The address of another machine that hands out keys, by https; null for none. What the SDK asks by itself, without a
 * proxy, are addresses of this machine: the link-local ones of ECS and EKS, and loopback.
 */
export const containerAddress = (environment: Environment): URL | null => {
  const before = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
  if (before.some((name) => nonEmpty(environment[name]) !== null)) return null;
  const written = nonEmpty(cleanLine(environment[fullUri] ?? ""));
  const url = written !== null && URL.canParse(written) ? new URL(written) : null;
  return url?.protocol === "https:" ? url : null;
};
