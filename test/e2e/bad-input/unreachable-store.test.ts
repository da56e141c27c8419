import { describe, expect, it } from "vitest";
import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { createSenderMachine } from "../../support/sites/sender-machine.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { selfSigned } from "../../support/processes/tls.ts";

const keys = sender(bucket);

/** Sends two files there from a machine of its own. */
const uploadTo = async (endpoint: string) => {
  const machine = await createSenderMachine();
  try {
    await machine.write("a.txt", "a");
    await machine.write("b.txt", "b");
    return await runCli(["upload", "--bucket", bucket, "."], {
      environment: machine.withKeys({ region, endpoint }, keys),
      folder: machine.files,
    });
  } finally {
    await machine.remove();
  }
};

// They wait for attempts far more than they work.
describe.concurrent("upload to a store that cannot be reached", () => {
  it.each([
    ["http://store.invalid", "dns", "store.invalid"],
    ["http://127.0.0.1:9", "refused", "127.0.0.1:9"],
  ] as const)("ends with 4 within half a minute at %s", async (endpoint, reason, host) => {
    const startedAtMs = performance.now();
    const { code, stdout, stderr } = await uploadTo(endpoint);
    for (const sentence of errorSentences({ code: "EndpointUnreachable", host, reason }))
      expect(stderr).toContain(sentence);
    expect(stderr).toContain(`  ${host}\n`);
    // The first failure stops the others.
    const ends = [1, 2].map((failed) => uploadEnds({ failed }));
    expect(ends.filter((words) => stdout.includes(words))).toHaveLength(1);
    expect(code).toBe(4);
    expect(performance.now() - startedAtMs).toBeLessThan(30_000);
  });

  it.runIf(!componentMissing("openssl"))(
    "sends nothing where the certificate is wrong",
    async () => {
      const impostor = await startS3StandIn({
        users: [keys],
        buckets: [{ name: bucket, region }],
        tls: selfSigned(),
      });
      try {
        const { code, stderr } = await uploadTo(impostor.endpoint);
        const detail = "DEPTH_ZERO_SELF_SIGNED_CERT";
        const distrusted = {
          code: "EndpointUnreachable",
          host: "",
          reason: "tls",
          detail,
        } as const;
        for (const sentence of errorSentences(distrusted)) expect(stderr).toContain(sentence);
        expect(code).toBe(4);
        expect(impostor.log).toEqual([]);
      } finally {
        await impostor.close();
      }
    },
  );
});
