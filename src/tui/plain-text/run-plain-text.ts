import type { AppStart } from "../app-start.ts";
import type { AppServices } from "../services.ts";
import { asciiOutput } from "../terminal/ascii-output.ts";
import { untilEnd } from "../terminal/until-end.ts";
import { TerminalLines } from "./plain-terminal.ts";
import { runPlainTextApp } from "./plain-text-app.ts";

/** Runs the app line by line on this process's terminal until the person leaves; gives the exit code. */
export const runPlainText = (
  services: AppServices,
  { connection, startAt, isAscii }: AppStart,
): Promise<number> => {
  const { stdin } = process;
  const stdout = asciiOutput(process.stdout, { isOn: isAscii });
  const terminal = new TerminalLines({ stdin, stdout });
  const stop = new AbortController();
  const { signal } = stop;
  const run = async () => {
    const code = await runPlainTextApp({ terminal, services, connection, startAt, signal });
    await terminal.drain();
    return code;
  };
  return untilEnd(run(), () => {
    stop.abort();
    terminal.close();
  });
};
