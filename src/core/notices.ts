import type { Draft } from './draft.ts';
import type { Silence, State } from './model.ts';
import type { Sweep } from './probing.ts';
import { quietReason } from './quiet.ts';

/** Warns once a certificate that it ends soon; a renewed one has another fingerprint and is told again in its time. */
export function tellCertificates(draft: Draft, sweep: Sweep): State['certificates'] {
  const told = Object.fromEntries(
    Object.entries(draft.before.certificates).filter(([key]) => draft.serverById.has(serverOf(key))),
  );
  for (const { serverId, check, fingerprint, notAfter, warnBeforeMs } of sweep.certificates) {
    const key = keyOf(serverId, check);
    const server = draft.serverById.get(serverId);
    if (
      server === undefined ||
      notAfter - draft.minute > warnBeforeMs ||
      told[key]?.fingerprint === fingerprint ||
      quietReason(draft, server) !== null
    )
      continue;
    told[key] = { fingerprint, toldAt: draft.minute };
    draft.tell(server.to, { kind: 'certificate', subject: draft.subject(server), check, notAfter });
  }
  return told;
}

function keyOf(serverId: string, check: string): string {
  return JSON.stringify([serverId, check]);
}

/** The server of such a key; an id holds no quotes. */
function serverOf(key: string): string {
  return key.slice(2, key.indexOf('",'));
}

/** Drops the mutes and acknowledgements that are over, and tells who set the new ones and until when. */
export function followSilences(draft: Draft): readonly Silence[] {
  return draft.before.silences
    .filter((silence) => isOpen(draft, silence))
    .map((silence) => tellSilence(draft, silence));
}

function isOpen(draft: Draft, { kind, scope, until }: Silence): boolean {
  if (until !== null && until <= draft.minute) return false;
  // An acknowledgement belongs to an outage and ends with it.
  return kind === 'mute' || draft.servers.get(idOf(scope))?.incident != null;
}

function tellSilence(draft: Draft, silence: Silence): Silence {
  if (silence.told) return silence;
  const { kind, by, note, until } = silence;
  draft.tell(audience(draft, silence.scope), {
    kind: 'silence',
    silence: kind,
    name: nameOf(draft, silence.scope),
    by,
    note,
    until,
  });
  return { ...silence, told: true };
}

function audience(draft: Draft, scope: string): readonly string[] {
  // Whoever hears nothing from now on is to know why.
  if (scope === 'all')
    return [...draft.config.alerts.noticesTo, ...draft.config.servers.flatMap(({ to }) => to)];
  if (scope.startsWith('server:'))
    return draft.serverById.get(idOf(scope))?.to ?? draft.config.alerts.noticesTo;
  return draft.serversOf(idOf(scope)).flatMap((server) => server.to);
}

function nameOf(draft: Draft, scope: string): string | null {
  if (scope === 'all') return null;
  const id = idOf(scope);
  return scope.startsWith('server:') ? (draft.serverById.get(id)?.name ?? id) : draft.siteName(id);
}

function idOf(scope: string): string {
  return scope.slice(scope.indexOf(':') + 1);
}
