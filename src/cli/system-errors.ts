/** What the operating system says no with, and what that means. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "the operation is not permitted",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EFBIG: "the file would be too large",
  EIO: "the device does not answer as it should",
  EMFILE: "too many files are open in this process",
  ENFILE: "too many files are open on this machine",
  EBUSY: "another program has it",
  ELOOP: "its symbolic links lead round in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOMEM: "the memory is used up",
};

/** More that may be said of a file that shall be written. */
const obstacles: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EEXIST: "a part of its path is not a folder",
};

/** Whether a code stands for a machine that refuses, whatever we do. */
export function isRefusal(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(refusals, code);
}

/** What a failed call to the operating system means, with its code; what Node says where we have no words for it. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = "" } = error as NodeJS.ErrnoException;
  const words = refusals[code] ?? obstacles[code];
  return words === undefined ? error.message : `${words} (${code})`;
}
