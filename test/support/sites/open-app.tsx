import { packEntries } from "../../../src/domain/packed-folder.ts";
import { ok } from "../../../src/domain/result.ts";
import type { Settings } from "../../../src/domain/settings.ts";
import { App } from "../../../src/tui/App.tsx";
import type { Layer } from "../../../src/tui/app-state.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { acmeSettings, createFakeServices } from "../fakes/fake-services.ts";
import { MemoryUploadQueue, requestFor } from "../fakes/memory-upload-queue.ts";
import { showOnInk } from "./ink-screen.ts";

const names = ["a.csv", "b.csv", "c.csv"];

const entries = names.map((name) => ({
  name,
  kind: "file" as const,
  isUtf8: true,
  isLink: false,
  sizeBytes: 1_024,
  mtimeMs: 0,
  hasDetails: true,
}));

const someFingerprint = { sizeBytes: 1_024, mtimeMs: 1, inode: 1, device: 1 };

/** A folder of three files, each of which can be sent. */
const files: Partial<AppServices> = {
  preloadedFolder: () => packEntries(entries),
  folderDetails: async () => entries,
  planDelivery: async (selected) =>
    ok({
      files: selected.flatMap((path) =>
        typeof path === "string"
          ? [{ path, key: `november/${path}`, fingerprint: someFingerprint }]
          : [],
      ),
      skipped: [],
      totalBytes: 1_024 * selected.length,
    }),
};

interface Given {
  readonly settings?: Settings;
  readonly changes?: Partial<AppServices>;
  readonly firstLayer?: Layer | null;
}

/** The app on a terminal of 100 columns, with services in memory and a folder of three files. */
export const openApp = async ({
  settings = acmeSettings,
  changes = {},
  firstLayer = null,
}: Given = {}) => {
  const services = createFakeServices(settings, { ...files, ...changes });
  const screen = await showOnInk(
    <App
      services={services}
      settings={settings}
      firstLayer={firstLayer}
      isAscii={false}
      hasColour
      terminal={{ TERM: "dumb" }}
    />,
  );
  return { ...screen, services };
};

/** A queue with two files on their way. */
export const busyQueue = async () => {
  const queue = new MemoryUploadQueue();
  await queue.add(["/a/report.pdf", "/a/scan-1.tif"].map(requestFor));
  return queue;
};
