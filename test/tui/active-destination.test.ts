import { describe, expect, it } from "vitest";
import { activeDestination } from "../../src/tui/active-destination.ts";
import { appReducer, initialApp } from "../../src/tui/app-reducer.ts";
import { acme, acmeSettings } from "../support/fakes/fake-services.ts";

const other = { ...acme, name: "other", destinations: [{ bucket: "b", prefix: "" }] };
const two = { ...acmeSettings, connections: [acme, other] };

describe("where files go", () => {
  it("is the connection that was named, or the first without a name", () => {
    expect(activeDestination(two, "other")?.destination.bucket).toBe("b");
    expect(activeDestination(two)?.connection).toBe("acme");
  });

  it("is never another connection than the one that was named", () => {
    expect(activeDestination(two, "othr")).toBeNull();
    expect(initialApp(two, "othr").active).toBeNull();
  });

  it("is the first that is left when the one in use was removed", () => {
    const state = initialApp(two, "other");
    const left = appReducer(state, { type: "settingsChanged", settings: acmeSettings });
    expect(left.active?.connection).toBe("acme");
  });
});
