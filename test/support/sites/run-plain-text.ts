import type { Settings } from "../../../src/domain/settings.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { acmeSettings, createFakeServices } from "../fakes/fake-services.ts";
import { createScriptedTerminal } from "../fakes/scripted-terminal.ts";

const quit = "8";

/** A person who answers line by line, and then quits: what was heard, and what the services were asked for. */
export const runPlainText = async (
  script: readonly string[],
  changes: Partial<AppServices> = {},
  settings: Settings = acmeSettings,
) => {
  const terminal = createScriptedTerminal([...script, quit]);
  const services = createFakeServices(settings, changes);
  const { signal } = new AbortController();
  await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return { heard: terminal.heard(), services };
};
