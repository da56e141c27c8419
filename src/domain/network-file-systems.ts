/** Linux "statfs(2)", f_type, and the kernel's <linux/magic.h>: what other machines may have open, too. */
const networkTypes: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and later
  0x65735546, // FUSE: sshfs, s3fs, GlusterFS, and virtiofs of virtual machines
  0x01021997, // 9P
  0x00c36400, // Ceph
  0x5346414f, // OpenAFS
  0x6b414653, // AFS
  0x73757245, // Coda
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x01161970, // GFS2
  0x7461636f, // OCFS2
  0x786f4256, // shared folders of VirtualBox
]);

/** True for the type, as statfs gives it, of a file system that several machines may share. */
export const isNetworkFileSystem = (type: number): boolean =>
  // A program of 32 bits is told some below zero.
  networkTypes.has(type >>> 0);
