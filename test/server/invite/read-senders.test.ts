import { describe, expect, it } from "vitest";
import { readSenders } from "../../../src/server/invite/read-senders.ts";
import { inviteWords } from "../../../src/server/words/invite-words.ts";
import { tokenWords } from "../../../src/server/words/token-words.ts";
import { valueOf } from "../../support/values/value-of.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const heading = "name,bucket,region,endpoint,access-key-id,secret-access-key,label";
const good = `clinic,acme-inbox/north,eu-central-1,,AKIA7EXAMPLE00003F7Q,${secret},ACME`;
const defaults = { logUrl: "https://log.acme.com", label: null };

const read = (...lines: readonly string[]) => readSenders(lines.join("\n"), defaults);
const problemsOf = (...lines: readonly string[]) => {
  const senders = read(...lines);
  return senders.ok ? [] : senders.error;
};

describe("a file of senders", () => {
  it("gives one for each row, whatever the order and the spelling of its columns", () => {
    const first = read(heading, good);
    const other = read(
      "Label,Secret access key,Access_Key_ID,Region,Bucket,Name",
      `ACME,${secret},AKIA7EXAMPLE00003F7Q,eu-central-1,acme-inbox/north/,clinic`,
    );
    expect(other).toEqual(first);
    expect(valueOf(first)).toEqual([
      {
        name: "clinic",
        secretAccessKey: secret,
        invite: {
          bucket: "acme-inbox",
          prefix: "north/",
          region: "eu-central-1",
          endpoint: null,
          accessKeyId: "AKIA7EXAMPLE00003F7Q",
          logUrl: "https://log.acme.com",
          label: "ACME",
        },
      },
    ]);
  });

  it("names every column that is unknown, twice there, or missing", () => {
    expect(problemsOf("name,buckt,name,region,access-key-id", good)).toEqual([
      `${inviteWords.unknownColumn("buckt")}; did you mean bucket?`,
      inviteWords.columnTwice("name"),
      inviteWords.columnMissing("bucket"),
      inviteWords.columnMissing("secret-access-key"),
    ]);
  });

  it("names everything that is wrong in any row, with its line, and no secret", () => {
    const problems = problemsOf(
      heading,
      good,
      good,
      `two words,b,,ftp://x,AKIA,${secret.slice(0, 8)} x,"no,label"`,
      `lab,acme-inbox,eu-central-1,,AKIA7EXAMPLE00003F7Q,${secret},,too,many`,
      `ok,acme-inbox,eu-central-1,,AKIA7EXAMPLE00003F7Q,${secret},`,
      `line-3,acme-inbox,eu-central-1,,AKIA7EXAMPLE00003F7Q,,`,
    );
    expect(problems).toEqual([
      inviteWords.badRow(3, "clinic", inviteWords.nameTwice(2)),
      inviteWords.badRow(4, "two words", tokenWords.unusableName("two words")),
      expect.stringMatching(/^line 4 .*bucket must have 3 to 63/),
      expect.stringMatching(/^line 4 .*region is empty/),
      expect.stringMatching(/^line 4 .*endpoint /),
      expect.stringMatching(/^line 4 .*label /),
      inviteWords.badRow(5, "lab", inviteWords.tooManyValues(9, 7)),
      inviteWords.badRow(7, "line-3", tokenWords.reservedName("line-3")),
      expect.stringMatching(/^line 7 .*secret-access-key is empty/),
    ]);
    expect(problems.join("\n")).not.toContain(secret.slice(0, 8));
  });

  it.each([
    ["nothing", ""],
    ["column names alone", `${heading}\n`],
  ])("is refused when it has %s", (_, text) => {
    expect(readSenders(text, defaults)).toEqual({ ok: false, error: [inviteWords.noRows] });
  });

  it("takes two names for one that differ in capitals alone: their files would be one", () => {
    const [problem] = problemsOf(heading, good, good.replace("clinic", "Clinic"));
    expect(problem).toBe(inviteWords.badRow(3, "Clinic", inviteWords.nameTwice(2)));
  });
});
