declare const SRVMON_VERSION: string | undefined;

/** The version in package.json, written in by the build; `0.0.0-source` when the sources run unbuilt, as in tests. */
export const VERSION = typeof SRVMON_VERSION === 'string' ? SRVMON_VERSION : '0.0.0-source';
