import { useState } from "react";
import { describe, expect, it } from "vitest";
import { SecretField } from "../../../../src/tui/widgets/text-field/SecretField.tsx";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";

const Form = ({ showsEnd }: { readonly showsEnd: boolean }) => {
  const [value, setValue] = useState("");
  return <SecretField value={value} onChange={setValue} columns={74} showsEnd={showsEnd} />;
};

describe("SecretField", () => {
  it("shows the length and the last four characters of a secret, and no more of it", async () => {
    const screen = await showOnInk(<Form showsEnd />);
    await screen.press(keys.paste(secret));
    expect(screen.frame()).toContain(`${"•".repeat(36)}Kx9a`);
    expect(screen.frame()).toContain("40 characters");
    expect(screen.frame()).not.toContain(secret.slice(0, 4));
    screen.unmount();
  });

  it("shows nothing of a short secret or a passphrase", async () => {
    const short = await showOnInk(<Form showsEnd />);
    await short.press(keys.paste("hunter2"));
    expect(short.frame()).toContain("•••••••");
    expect(short.frame()).not.toContain("2");
    short.unmount();
    const passphrase = await showOnInk(<Form showsEnd={false} />);
    await passphrase.press(keys.paste(secret));
    expect(passphrase.frame()).not.toContain("Kx9a");
    passphrase.unmount();
  });

  it("takes spaces and newlines from a paste", async () => {
    const screen = await showOnInk(<Form showsEnd />);
    await screen.press(keys.paste(` ${secret.slice(0, 20)}\n ${secret.slice(20)}\r\n`));
    expect(screen.frame()).toContain("40 characters");
    screen.unmount();
  });
});
