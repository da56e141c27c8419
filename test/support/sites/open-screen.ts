import type { AppEvent } from "../../../src/tui/screens/screen-props.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { acmeSettings } from "../fakes/fake-services.ts";

const active = {
  connection: "acme",
  region: "eu-west-1",
  destination: { bucket: "acme-inbox", prefix: "november/" },
};

/** What a screen gets, and what it said. */
export const screenProps = (services: AppServices) => {
  const events: AppEvent[] = [];
  const notes: string[] = [];
  return {
    events,
    notes,
    given: {
      services,
      settings: acmeSettings,
      active,
      size: { columns: 80, rows: 23 },
      isVisible: true,
      navigate: (event: AppEvent) => events.push(event),
      say: (note: string) => notes.push(note),
    },
  };
};
