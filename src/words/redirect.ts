import { formatCount } from "../domain/format.ts";
import { safe } from "./safe.ts";

/** Sentences of the choice of another destination for what failed. */
export const redirectWords = {
  title: (name: string): string => `Another destination for ${safe(name)}`,
  explained: "It is reviewed and queued there as a new upload. The failed one stays in History.",
  addDestination: (connection: string): string => `Add a bucket or folder to ${safe(connection)}…`,
  addConnection: "Add a connection…",
  whichTitle: "Which files?",
  which: {
    one: (name: string): string => `Only ${safe(name)}`,
    "same error": (count: number): string => `All ${formatCount(count, "file")} with this error`,
    "same batch": (count: number): string =>
      `All ${formatCount(count, "file")} that failed of this batch`,
  },
} as const;
