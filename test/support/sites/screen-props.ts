import type { AppEvent, ScreenProps, Size } from "../../../src/tui/screens/screen-props.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { acme, acmeSettings, createFakeServices } from "../fakes/fake-services.ts";

/** What a screen of the connection "acme" gets, and what it told the app. */
export const screenPropsFor = (
  changes: Partial<AppServices> = {},
  size: Size = { columns: 80, rows: 23 },
) => {
  const services = createFakeServices(acmeSettings, changes);
  const events: AppEvent[] = [];
  const notes: string[] = [];
  const [destination] = acme.destinations;
  if (!destination) throw new Error("acme delivers nowhere");
  const props: ScreenProps = {
    services,
    settings: acmeSettings,
    active: { connection: acme.name, region: acme.region, destination },
    size,
    isVisible: true,
    navigate: (event) => events.push(event),
    say: (note) => notes.push(note),
  };
  return { props, services, events, notes };
};
