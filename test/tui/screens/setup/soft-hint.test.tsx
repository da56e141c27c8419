import { describe, expect, it } from "vitest";
import { keys } from "../../../support/sites/ink-screen.ts";
import { accessKeyId, openSetup, secret } from "../../../support/sites/open-setup.tsx";

describe("a soft hint below the field", () => {
  it("says how many characters an access key of AWS has, and this one", async () => {
    const setup = await openSetup();
    await setup.press(keys.paste(accessKeyId.slice(0, 19)));
    expect(setup.frame()).toContain("Access keys of AWS have 20 characters, yours has 19.");
    await setup.press("Q");
    expect(setup.frame()).not.toContain("yours has");
    // It is no error: whoever knows better goes on.
    await setup.press(keys.ctrl("u"), keys.paste(accessKeyId.slice(0, 19)), keys.enter);
    await setup.press(keys.paste(secret.slice(1)));
    expect(setup.frame()).toContain("Secret access keys of AWS have 40 characters, yours has 39.");
    setup.unmount();
  });

  it("is not given to keys of another service", async () => {
    const setup = await openSetup();
    await setup.press(keys.paste("minio-key"), keys.enter, keys.paste("short-secret"));
    expect(setup.frame()).not.toContain("yours has");
    setup.unmount();
  });
});
