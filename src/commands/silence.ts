import { userInfo } from 'node:os';
import type { Config } from '../core/config.ts';
import { parseDuration } from '../core/duration.ts';
import type { Silence } from '../core/model.ts';
import { addSilence, findScope, removeSilences } from '../core/silences.ts';
import { fullTimeText } from '../core/words.ts';
import { silenceTexts } from '../render/silences.ts';
import { editState, withState } from './edit-state.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { languageFor } from './language.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

export interface SilenceOptions {
  readonly config?: string;
  readonly for?: string;
  readonly note?: string;
}

/** Silences the messages about a server, a site or everything for a while. Probing and reports go on. */
export async function mute(target: string, options: SilenceOptions, io: Io): Promise<number> {
  const request = await prepare(target, options, io);
  if (request === null) return EXIT.usage;
  const { config, scope, name, lengthMs } = request;
  if (lengthMs === null) return complain(io, silenceTexts(config.language).forMissing);
  const silence = makeSilence('mute', scope, options.note, lengthMs, io);
  const exitCode = await editState(config, io, (state) => addSilence(state, silence));
  if (exitCode === EXIT.done)
    io.stdout(`${silenceTexts(config.language).muted(name, end(config, silence))}\n`);
  return exitCode;
}

/** Ends the mutes and acknowledgements of a server, a site or everything. */
export async function unmute(target: string, options: SilenceOptions, io: Io): Promise<number> {
  const request = await prepare(target, options, io);
  if (request === null) return EXIT.usage;
  const { config, scope, name } = request;
  const words = silenceTexts(config.language);
  return withState(config, io, async (keeper) => {
    const known = keeper.state.silences.some((silence) => silence.scope === scope);
    if (known) await keeper.commit((state) => removeSilences(state, scope, ['mute', 'ack']));
    io.stdout(`${known ? words.unmuted(name) : words.notMuted(name)}\n`);
    return EXIT.done;
  });
}

/** Says that somebody is at work on an outage: no reminders and no escalation until it is over. */
export async function acknowledge(target: string, options: SilenceOptions, io: Io): Promise<number> {
  const request = await prepare(target, options, io);
  if (request === null) return EXIT.usage;
  const { config, scope, name, lengthMs } = request;
  const words = silenceTexts(config.language);
  if (!scope.startsWith('server:')) return complain(io, words.oneServer);
  return withState(config, io, async (keeper) => {
    if (keeper.state.servers[scope.slice('server:'.length)]?.incident == null) {
      return complain(io, words.notDown(name));
    }
    const silence = makeSilence('ack', scope, options.note, lengthMs, io);
    await keeper.commit((state) => addSilence(state, silence));
    io.stdout(`${words.acknowledged(name, end(config, silence))}\n`);
    return EXIT.done;
  });
}

/** Lists what is muted or acknowledged, by whom and until when. */
export async function list(options: SilenceOptions, io: Io): Promise<number> {
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  const silences = (await storedState(config, io))?.silences ?? [];
  const words = silenceTexts(config.language);
  const open = silences.filter(({ until }) => until === null || until > io.now());
  if (open.length === 0) io.stdout(`${words.none}\n`);
  for (const silence of open) {
    const name = silence.scope === 'all' ? null : silence.scope;
    io.stdout(`${words.line(silence.kind, name, silence.by, end(config, silence), silence.note)}\n`);
  }
  return EXIT.done;
}

interface Request {
  readonly config: Config;
  readonly scope: string;
  readonly name: string | null;
  readonly lengthMs: number | null;
}

async function prepare(target: string, options: SilenceOptions, io: Io): Promise<Request | null> {
  const lengthMs = options.for === undefined ? null : parseDuration(options.for);
  if (options.for !== undefined && (lengthMs === null || lengthMs === 0)) {
    complain(io, silenceTexts(languageFor(options.config, io)).noLength(options.for));
    return null;
  }
  const config = await readConfig(options.config, io);
  if (config === null) return null;
  const found = findScope(config, target);
  if (found.kind === 'found') return { config, scope: found.scope, name: found.name, lengthMs };
  const words = silenceTexts(config.language);
  complain(io, found.kind === 'ambiguous' ? words.ambiguous(target) : words.unknown(target));
  return null;
}

function complain(io: Io, text: string): number {
  io.stderr(`srvmon: ${text}\n`);
  return EXIT.usage;
}

function makeSilence(
  kind: Silence['kind'],
  scope: string,
  note: string | undefined,
  lengthMs: number | null,
  io: Io,
): Silence {
  const at = io.now();
  const until = lengthMs === null ? null : at + lengthMs;
  return { kind, scope, by: userName(io), note: note ?? null, at, until, told: false };
}

/** Who sits at the keyboard: with sudo that is not the user who runs the command. */
function userName(io: Io): string {
  const behindSudo = io.env['SUDO_USER'];
  if (behindSudo !== undefined && behindSudo !== '') return behindSudo;
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the user database.
    return `uid ${String(process.getuid?.() ?? '?')}`;
  }
}

function end({ timezone, language }: Config, { until }: Silence): string | null {
  return until === null ? null : fullTimeText(until, { timezone, language });
}
