import type { Draft } from './draft.ts';

/** Notes which servers are under maintenance, and records each window when it is over: reports count it apart. */
export function followMaintenance(draft: Draft): void {
  for (const [id, server] of draft.servers) {
    const window = draft.policy.maintenance.get(id) ?? null;
    const open = server.maintenance;
    if (open !== null && (window === null || window.since >= open.until)) {
      draft.records.push({
        t: 'maintenance',
        server: id,
        from: open.since,
        to: Math.min(open.until, draft.minute),
      });
      draft.updateServer(id, { maintenance: null });
    }
    const still = draft.servers.get(id)?.maintenance ?? null;
    if (window === null) continue;
    const since = still?.since ?? Math.max(window.since, server.addedAt);
    draft.updateServer(id, { maintenance: { since, until: window.until, note: window.note } });
  }
}
