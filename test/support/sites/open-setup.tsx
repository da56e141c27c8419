import type { SetupGoal } from "../../../src/domain/setup.ts";
import { emptySettings } from "../../../src/domain/settings.ts";
import { SetupScreen } from "../../../src/tui/screens/setup/SetupScreen.tsx";
import type { AppServices } from "../../../src/tui/services.ts";
import { acmeSettings, createFakeServices } from "../fakes/fake-services.ts";
import { keys, showOnInk } from "./ink-screen.ts";

export const accessKeyId = "AKIA7EXAMPLE00003F7Q";
export const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const { enter, paste } = keys;

interface Given {
  readonly changes?: Partial<AppServices>;
  readonly goal?: SetupGoal;
  readonly canCancel?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** A set-up on a terminal, of 80 columns unless said otherwise, and what came of it. */
export const openSetup = async ({
  changes = {},
  goal,
  canCancel = false,
  columns = 80,
  rows = 24,
}: Given = {}) => {
  const settings = goal ? acmeSettings : emptySettings;
  const services = createFakeServices(settings, changes);
  const saved: unknown[] = [];
  const notes: string[] = [];
  let isCancelled = false;
  const screen = await showOnInk(
    <SetupScreen
      services={services}
      settings={settings}
      goal={goal ?? { type: "connection" }}
      size={{ columns, rows }}
      onSaved={(_, draft) => saved.push(draft)}
      onCancel={
        canCancel
          ? () => {
              isCancelled = true;
            }
          : null
      }
      onOwnerNotice={() => undefined}
      say={(note) => notes.push(note)}
    />,
  );
  return { ...screen, services, saved, notes, isCancelled: () => isCancelled };
};

/** Keys from the first question to the check, without a log server. */
export const toResult = [
  paste(accessKeyId),
  enter,
  paste(secret),
  enter,
  paste("acme-inbox/november"),
  enter,
  enter,
  enter,
];
