import type { ActiveDestination } from "../../../domain/active-destination.ts";
import { addressAt, destinationFor } from "../../../domain/destination-address.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { TransferTarget } from "../../../domain/transfer.ts";
import type { OwnerNoticeSubject } from "../screen-props.ts";

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf("/") + 1);

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
    // Of a destination that has been removed, the folder of the file.
    prefix: destinationFor(connection, target)?.prefix ?? folderOf(target.key),
    options: connection?.options,
  };
};
