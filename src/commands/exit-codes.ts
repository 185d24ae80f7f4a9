/** Exit codes of every command (DESIGN section 4). */
export const EXIT = {
  done: 0,
  /** Something is down (`status` always, `check` with --fail-on-down), or what was asked for did not succeed. */
  down: 1,
  usage: 2,
  state: 3,
  bug: 4,
} as const;
