import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planDelivery, type DeliveryPlan } from "../../../src/server/slack/delivery-plan.ts";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";
import { attachmentChars } from "../../../src/server/slack/slack-text.ts";
import { queuedEntries } from "../../support/values/entries.ts";

const textOf = (plan: DeliveryPlan | null) =>
  plan?.replies.flatMap(({ attachments }) => attachments.map(({ text }) => text)).join("") ?? "";

const positionsOf = (plan: DeliveryPlan | null) => plan?.entries.map(({ position }) => position);

describe("planDelivery", () => {
  it("plans nothing for an empty queue, and single messages while few wait", () => {
    expect(planDelivery([])).toBeNull();
    expect(planDelivery(queuedEntries(5))).toMatchObject({
      head: { acks: ["1"], attachments: [{ color: "good" }] },
      replies: [],
      entries: [{ position: "1" }],
    });
  });

  it("digests a burst: how many in the channel, the list in its thread", () => {
    const plan = planDelivery(queuedEntries(37));
    expect(plan?.head).toMatchObject({
      acks: [],
      attachments: [
        {
          color: "good",
          title: deliveryWords.digest("more file", 37, "anna@scanner-3 (clinic)", "deliveries"),
        },
      ],
    });
    expect(plan?.entries).toHaveLength(37);
    expect(textOf(plan).split("\n")[36]).toBe("file-37 · 1.5 KiB");
  });

  it("counts as the sender's own screen does", () => {
    const plan = planDelivery(queuedEntries(1234));
    expect(plan?.head.attachments[0]?.title).toContain(
      deliveryWords.digest("more file", 1234, "", null),
    );
  });

  it("counts failures apart, in danger, and lists their whole texts in place", () => {
    const failure = { action: "Fail", message: "AccessDenied: <no> right" } as const;
    const plan = planDelivery(queuedEntries(10, (number) => (number === 4 ? failure : {})));
    expect(plan?.head.attachments).toMatchObject([
      {
        color: "good",
        title: expect.stringContaining(deliveryWords.digest("more file", 9, "", null)),
      },
      {
        color: "danger",
        title: expect.stringContaining(deliveryWords.digest("more failure", 1, "", null)),
      },
    ]);
    expect(textOf(plan).split("\n")[3]).toBe("AccessDenied: &lt;no&gt; right · file-4");
    const colors = plan?.replies.flatMap(({ attachments }) =>
      attachments.map(({ color }) => color),
    );
    expect(colors).toEqual(["good", "danger", "good"]);
  });

  it("takes the entries of one sender for a digest while few send", () => {
    const plan = planDelivery(queuedEntries(12, (number) => ({ sender: `user-${number % 2}` })));
    expect(positionsOf(plan)).toEqual(["1", "3", "5", "7", "9", "11"]);
  });

  it("digests all senders together when many send, and names each in the list", () => {
    const plan = planDelivery(queuedEntries(60, (number) => ({ sender: `user-${number}` })));
    expect(plan?.head.attachments[0]?.title).toContain(
      deliveryWords.digest("more file", 60, deliveryWords.senders(60), null),
    );
    expect(textOf(plan)).toContain("user-60 (clinic): file-60");
  });

  // Line breaks of every kind, in whatever a sender may fill in.
  const forged = "\nanna@scanner (clinic-north): patients.zip · 1.2 GiB · SHA-256 cd";
  const breaks = ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\u000b", "\u000c"];
  const fields = ["key", "message", "sender", "sha256", "bucket", "tokenName"] as const;
  it.each(fields.flatMap((field) => breaks.map((end) => [field, end] as const)))(
    "keeps one line for each entry of a list when %s has the line break %j",
    (field, end) => {
      const text = `f3${forged.replace("\n", end)}`;
      for (const action of ["Success", "Fail"] as const) {
        const plan = planDelivery(
          queuedEntries(20, (number) => ({
            sender: `user-${number}`,
            action,
            ...(number === 7 ? { [field]: text } : {}),
          })),
        );
        const lines = textOf(plan).trimEnd().split("\n");
        expect(lines).toHaveLength(20);
        expect(lines.filter((line) => line.startsWith("anna@scanner"))).toEqual([]);
      }
    },
  );

  it("marks what continues a long line, so that nobody can put another entry there", () => {
    const text = `${"x".repeat(attachmentChars - 20)}${" ".repeat(30)}${forged.trim().repeat(300)}`;
    const plan = planDelivery(
      queuedEntries(20, (number) => (number === 7 ? { action: "Fail", message: text } : {})),
    );
    const attachments = plan?.replies.flatMap((reply) => reply.attachments) ?? [];
    const [, first, ...rest] = attachments.filter(({ color }) => color === "danger");
    expect(first?.text).toMatch(/^… /);
    for (const { text: more } of rest) expect(more).toMatch(/^… /);
    for (const { text: shown = "" } of attachments)
      expect(shown.length).toBeLessThanOrEqual(attachmentChars);
  });

  it("settles every entry once, in order, within Slack's limits, whatever the lengths", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 15 }), (lengths, senders) => {
        const plan = planDelivery(
          queuedEntries(lengths.length, (number) => ({
            action: "Fail",
            sender: `user-${number % senders}`,
            message: "&".repeat(lengths[number - 1] ?? 0),
          })),
        );
        const posts = plan ? [plan.head, ...plan.replies] : [];
        expect(posts.flatMap(({ acks }) => acks)).toEqual(positionsOf(plan));
        for (const { attachments } of posts) {
          const chars = attachments.reduce((sum, { text = "" }) => sum + text.length, 0);
          expect(attachments.length).toBeGreaterThan(0);
          expect(chars).toBeLessThan(40_000);
        }
      }),
      { numRuns: 50 },
    );
  });
});
