import { exitCodes } from "../exit-codes.ts";
import { commandWords } from "../words/command-words.ts";
import { withNext } from "../words/next-steps.ts";
import { usageWords } from "../words/usage-words.ts";

/** Says what is wrong with a command line, and which help lists what is right. Gives the exit code. */
export const sayUsage = (problem: string, topic: string | null): number => {
  const words = withNext(commandWords.failed(problem), usageWords.seeHelp(topic));
  process.stderr.write(`${words}\n`);
  return exitCodes.usage;
};
