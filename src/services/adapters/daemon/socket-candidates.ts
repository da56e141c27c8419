import { createHash } from "node:crypto";
import path from "node:path";

/** sockaddr_un holds 108 bytes with the closing zero (104 on macOS): unix(7). */
const maxSocketPathBytes = process.platform === "darwin" ? 103 : 107;

export interface SocketCandidate {
  /** Must be private before the socket is used. */
  readonly folder: string;
  readonly socket: string;
}

export interface SocketCandidateParams {
  readonly stateFolder: string;
  /** $XDG_RUNTIME_DIR; null when there is none. */
  readonly runtimeFolder: string | null;
  /** For a state folder whose path is too long, on a machine without a runtime folder. */
  readonly temporaryFolder: string;
  readonly uid: number;
}

/**
 * Where a daemon's socket may be, best first, paths that fit into a socket address only. Beside the state first:
 * a login manager removes $XDG_RUNTIME_DIR when the last session ends, and the daemon is there to outlive that.
 * Elsewhere the name tells the state folders of one user apart.
 */
export const socketCandidates = (params: SocketCandidateParams): readonly SocketCandidate[] => {
  const { stateFolder, runtimeFolder, temporaryFolder, uid } = params;
  const own = createHash("sha256").update(stateFolder).digest("hex").slice(0, 16);
  const elsewhere = (folder: string) => ({ folder, socket: path.join(folder, `${own}.sock`) });
  const beside = path.join(stateFolder, "worker");
  return [
    { folder: beside, socket: path.join(beside, "desk.sock") },
    ...(runtimeFolder ? [elsewhere(path.join(runtimeFolder, "s3-sftp"))] : []),
    elsewhere(path.join(temporaryFolder, `s3-sftp-${uid}`)),
  ].filter(({ socket }) => Buffer.byteLength(socket) <= maxSocketPathBytes);
};
