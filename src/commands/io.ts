/** What a command may touch of the process it runs in, so that tests can run it without one. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** True when stdout is a terminal. */
  readonly isTTY: boolean;
  /** Width of the terminal, 80 when it is unknown. */
  readonly columns: number;
  /** Its height, when it is known. */
  readonly rows?: number | undefined;
}
