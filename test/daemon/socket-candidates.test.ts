import { expect, it } from "vitest";
import { socketCandidates } from "../../src/services/adapters/daemon/socket-candidates.ts";

const params = {
  stateFolder: "/home/anna/.local/state/s3-sftp",
  runtimeFolder: "/run/user/1000",
  temporaryFolder: "/tmp",
  uid: 1000,
};

it("prefers the state folder, which outlives the session", () => {
  const [first, second, third] = socketCandidates(params);
  expect(first).toEqual({
    folder: "/home/anna/.local/state/s3-sftp/worker",
    socket: "/home/anna/.local/state/s3-sftp/worker/desk.sock",
  });
  expect(second?.folder).toBe("/run/user/1000/s3-sftp");
  expect(third?.folder).toBe("/tmp/s3-sftp-1000");
});

it("leaves out what does not fit into a socket's address", () => {
  const long = `/home/${"x".repeat(90)}`;
  const candidates = socketCandidates({ ...params, stateFolder: long });
  expect(candidates.map(({ folder }) => folder)).toEqual([
    "/run/user/1000/s3-sftp",
    "/tmp/s3-sftp-1000",
  ]);
  expect(candidates.every(({ socket }) => Buffer.byteLength(socket) <= 107)).toBe(true);
});

it("counts bytes, not characters", () => {
  const stateFolder = `/home/${"ü".repeat(50)}`;
  expect(socketCandidates({ ...params, runtimeFolder: null, stateFolder })).toHaveLength(1);
});

it("tells the queues of one user apart", () => {
  const other = socketCandidates({ ...params, stateFolder: "/srv/other" });
  expect(other[1]?.socket).not.toBe(socketCandidates(params)[1]?.socket);
});

it("has no place where every path is too long", () => {
  const long = `/${"x".repeat(110)}`;
  const candidates = { ...params, stateFolder: long, runtimeFolder: long, temporaryFolder: long };
  expect(socketCandidates(candidates)).toEqual([]);
});
