import type { ActiveDestination } from "../../../domain/active-destination.ts";
import { addressAt } from "../../../domain/destination-address.ts";
import type { Connection, Settings } from "../../../domain/settings.ts";
import type { TransferTarget } from "../../../domain/transfer.ts";
import type { OwnerNoticeSubject } from "../screen-props.ts";

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf("/") + 1);

/** Of the destination that a file was queued for; of one that has been removed, the folder of the file. */
const prefixOf = (connection: Connection | undefined, { bucket, key }: TransferTarget): string => {
  const fitting = (connection?.destinations ?? [])
    .filter((known) => known.bucket === bucket && key.startsWith(known.prefix))
    .map(({ prefix }) => prefix)
    .toSorted((a, b) => b.length - a.length);
  return fitting[0] ?? folderOf(key);
};

/** What a notice about a failed file is about: where that file was to go, whatever destination is in use now. */
export const noticeAbout = (
  target: TransferTarget,
  { connections }: Settings,
  active: ActiveDestination,
): OwnerNoticeSubject => {
  const connection = connections.find(({ name }) => name === target.connection);
  return {
    connection: target.connection,
    accessKeyId: connection?.accessKeyId ?? null,
    ...addressAt(connection, target.bucket, active.region),
    prefix: prefixOf(connection, target),
    options: connection?.options,
  };
};
