/** The commands of srvmon with their flags, as plain data: what completion and the man page are made of. */

/** What a value may be completed with. */
export type ValueKind =
  'servers' | 'sites' | 'tags' | 'chats' | 'targets' | 'files' | 'none' | readonly string[];

export interface OptionShape {
  readonly short: string | null;
  readonly long: string;
  /** As in the help: `-c, --config <file>`. */
  readonly flags: string;
  readonly description: string;
  /** Null: the option takes no value. */
  readonly value: ValueKind | null;
}

export interface CommandShape {
  /** `server add`; empty: the program itself. */
  readonly path: string;
  readonly description: string;
  /** As in the help: `[options] <server>`. */
  readonly usage: string;
  readonly arguments: readonly { readonly name: string; readonly value: ValueKind }[];
  readonly options: readonly OptionShape[];
  /** Names of the commands below it. */
  readonly commands: readonly string[];
  readonly examples: readonly string[];
}
