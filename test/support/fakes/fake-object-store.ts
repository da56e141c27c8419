import type { AppError } from "../../../src/domain/errors.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import type { ObjectStore } from "../../../src/services/ports/object-store.ts";

const notAsked = async () => fail<AppError>({ code: "StoreFault" });

/** A store that answers connection checks as told; uploads are not its business. */
export const createCheckedStore = (
  answers: { readonly list?: AppError; readonly write?: AppError | "unknown" } = {},
) => {
  const calls: string[] = [];
  const store: ObjectStore = {
    list: async ({ bucket, prefix, maxKeys, signal }) => {
      signal.throwIfAborted();
      calls.push(`list ${bucket}/${prefix} ${maxKeys}`);
      return answers.list ? fail(answers.list) : ok({ objects: [], next: null });
    },
    checkWrite: async ({ bucket, prefix, signal }) => {
      signal.throwIfAborted();
      calls.push(`checkWrite ${bucket}/${prefix}`);
      if (answers.write === "unknown") return ok("unknown");
      return answers.write ? fail(answers.write) : ok("granted");
    },
    abilities: () => unknownAbilities,
    notePace: () => undefined,
    put: notAsked,
    createUpload: notAsked,
    uploadPart: notAsked,
    completeUpload: notAsked,
    uploadStream: notAsked,
    clearHost: null,
    close: () => calls.push("close"),
  };
  return { store, calls };
};
