import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unlockSecrets } from "../../src/cli/unlock-secrets.ts";
import { fail, ok } from "../../src/domain/result.ts";
import { logTokenAccountOf, secretAccount } from "../../src/domain/settings.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { createCommandContext } from "../support/fakes/command-context.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { storeConnection } from "../support/sites/stored-connection.ts";
import { sender } from "../support/values/s3-people.ts";

describe("the passphrase of the encrypted file, for a command", () => {
  let machine: SenderMachine;
  beforeEach(async () => {
    machine = await createSenderMachine();
    const { environment } = machine;
    const address = { region, endpoint: null };
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
  });
  afterEach(() => machine.remove());

  /** With a passphrase that does not open it: what needs it fails. */
  const unlock = (...accounts: readonly string[]) => {
    const environment = { ...machine.environment, S3_SFTP_PASSPHRASE: "not that one" };
    const context = createCommandContext({ environment, folder: machine.files });
    return unlockSecrets(openPlatform(environment), context, accounts);
  };

  it("is wanted for secrets that may be in the file", async () => {
    const wrong = fail({ code: "SecretStoreUnavailable", why: "wrong passphrase" });
    expect(await unlock(secretAccount("clinic"))).toEqual(wrong);
    expect(await unlock(logTokenAccountOf("clinic"))).toEqual(wrong);
  });

  it("is wanted by nothing else: an AWS profile and the environment have their own keys", async () => {
    expect(await unlock()).toEqual(ok(undefined));
  });
});
