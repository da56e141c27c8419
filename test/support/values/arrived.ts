import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { someBatch } from "./some-batch.ts";

/** What the app says when so many files of a batch have arrived, and others have failed. */
export const arrived = (delivered: number, failed = 0): string =>
  batchWords.arrived(someBatch({ files: { ...noFiles, delivered, failed } }));
