/** The part of fs-ext that srvmon uses; the package has no types. */
declare module 'fs-ext' {
  const fsExt: {
    /** `exnb`: LOCK_EX | LOCK_NB of flock(2). Throws an error with the code of errno, EAGAIN where another holds the lock. */
    flockSync(fd: number, flags: 'exnb'): void;
  };
  export default fsExt;
}
