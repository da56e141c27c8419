import { expect, it } from "vitest";
import { connectionTone } from "../../../../src/tui/screens/review/connection-tone.ts";
import { acme, acmeSettings } from "../../../support/fakes/fake-services.ts";

it("has a colour for each of several connections, and none where there is only one", () => {
  expect(connectionTone(acmeSettings, "acme")).toBeNull();
  const two = { ...acmeSettings, connections: [acme, { ...acme, name: "other" }] };
  const [first, second] = [connectionTone(two, "acme"), connectionTone(two, "other")];
  expect(first).not.toBeNull();
  expect(second).not.toBeNull();
  expect(first).not.toBe(second);
});
