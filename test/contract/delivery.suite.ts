import { fixedCredentials } from "../../src/services/ports/credentials.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyConnection } from "../../src/services/connection/verify-connection.ts";
import type { StoreCredentials } from "../../src/services/ports/object-store.ts";
import type { LocalQueue } from "../../src/services/queue/local-queue.ts";
import { openVault } from "../../src/services/adapters/keychain/open-vault.ts";
import { draft } from "../support/fakes/connection-fixture.ts";
import { createMemoryTextFile } from "../support/fakes/memory-text-file.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { createDeliverySite } from "../support/sites/delivery-site.ts";
import type { DeliverySite } from "../support/sites/delivery-site.ts";
import type { StoreAbilities, StoreUnderTest } from "../support/sites/store-under-test.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";

const first = Buffer.from("the object that was there first");
const small = someBytes(0.3, 1);
const large = someBytes(16, 2);

const untilPaused = async (queue: LocalQueue): Promise<void> => {
  await queue.limit(8 * 1024 * 1024);
  await waitUntil("a part is with the store, or nothing ever will be", async () => {
    const { rows } = await queue.snapshot({ from: 0, count: 1 });
    return rows.some(({ partsDone, state }) => partsDone > 0 || state === "failed");
  });
  await queue.pause("all");
};

/** What a sender has of every store, by the whole program below its screens: whatever the store lacks is made up for. */
export const deliverySuite = (
  name: string,
  abilities: StoreAbilities,
  start: () => Promise<StoreUnderTest>,
): void => {
  describe(`a delivery to ${name}`, () => {
    let site: DeliverySite;
    beforeAll(async () => {
      site = await createDeliverySite(await start());
    }, 120_000);
    afterAll(async () => {
      await site?.close();
    });

    const seed = async (key: string) => {
      expect(await site.deliver(key, first)).toMatchObject({ state: "delivered" });
    };

    it.each([
      ["small", small, abilities.proofs],
      ["large", large, abilities.wholeProofs],
    ] as const)(
      "of a %s file arrives, and says how that is proved",
      async (size, bytes, proofs) => {
        const row = await site.deliver(`${size}.bin`, bytes);
        expect(row).toMatchObject({ state: "delivered", error: null });
        expect(proofs).toContain(row.verified);
        expect(await site.under.sha256(`${size}.bin`)).toBe(sha256Of(bytes));
      },
    );

    describe.each([
      ["small", small],
      ["large", large],
    ] as const)("of a %s file to a taken name", (size, bytes) => {
      it("skips it", async () => {
        const key = `skip-${size}.bin`;
        await seed(key);
        expect(await site.deliver(key, bytes, "skip")).toMatchObject({
          state: "skipped",
          error: { code: "ObjectExists" },
        });
        expect(await site.under.sha256(key)).toBe(sha256Of(first));
      });

      it("finds a free one", async () => {
        const key = `rename-${size}.bin`;
        await seed(key);
        const row = await site.deliver(key, bytes, "rename");
        expect(row).toMatchObject({ state: "delivered" });
        expect(row.target.key).not.toBe(key);
        expect(await site.under.sha256(key)).toBe(sha256Of(first));
        expect(await site.under.sha256(row.target.key)).toBe(sha256Of(bytes));
      });

      it("replaces what is there when told to", async () => {
        const key = `replace-${size}.bin`;
        await seed(key);
        expect(await site.deliver(key, bytes, "replace")).toMatchObject({ state: "delivered" });
        expect(await site.under.sha256(key)).toBe(sha256Of(bytes));
      });
    });

    it("goes on where it was stopped", async () => {
      const key = "resume.bin";
      const stopped = await site.deliver(key, large, "skip", { meanwhile: untilPaused });
      expect(stopped.state).toBe("paused");
      expect(await site.under.sha256(key)).toBeNull();
      const row = await site.deliverAgain(key);
      expect(row).toMatchObject({ state: "delivered" });
      expect(row.resumedFromPart).toBeGreaterThan(1);
      expect(await site.under.sha256(key)).toBe(sha256Of(large));
    });

    const verify = (credentials: StoreCredentials) => {
      const { address, bucket } = site.under;
      const deps = {
        secrets: openVault(createMemoryTextFile(), "session"),
        openStore: async () => site.open(credentials),
        profileCredentials: () => fixedCredentials(credentials),
        reportRefusal: () => {},
      };
      const drafted = { ...draft, ...address, ...credentials, bucket, prefix: "set-up/" };
      return verifyConnection(deps, drafted, AbortSignal.timeout(30_000));
    };

    it("is promised by the set-up, and not to a stranger", async () => {
      const { sender, stranger } = site.under;
      expect(await verify(sender)).toEqual({ ok: true, value: { write: abilities.writeCheck } });
      const refused = stranger === null ? null : await verify(stranger);
      const code = refused === null || refused.ok ? null : refused.error.code;
      expect(code).toBe(abilities.refusals.stranger);
    });
  });
};
