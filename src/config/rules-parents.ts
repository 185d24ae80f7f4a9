import { parentOf, siteFinder } from './resolve.ts';
import type { ServerInput } from './schema.ts';
import type { Entry, Located, Shape } from './shape.ts';

/** One server's parent, and whether it came by the site's gateway. */
interface Step {
  readonly entry: Entry<ServerInput>;
  readonly parent: string | null;
  readonly byGateway: boolean;
}

/** Names each loop of parents once, at a server of it that has a `parent` of its own where there is one. */
export function* parentLoops(shape: Shape): Iterable<Located> {
  const steps = stepsOf(shape);
  const done = new Set<string>();
  for (const start of steps.keys()) {
    const way = new Map<string, Step>();
    let id: string | null = start;
    while (id !== null && !way.has(id) && !done.has(id)) {
      const step = steps.get(id);
      if (step === undefined) break;
      way.set(id, step);
      id = step.parent;
    }
    if (id !== null && way.has(id)) yield loopComplaint(loopFrom(id, way));
    for (const seen of way.keys()) done.add(seen);
  }
}

function stepsOf(shape: Shape): Map<string, Step> {
  const siteOf = siteFinder(shape);
  const steps = new Map<string, Step>();
  for (const entry of shape.servers) {
    if (entry.value === null || steps.has(entry.id)) continue;
    const parent = parentOf(entry.id, entry.value, siteOf(entry.value)?.value ?? null);
    steps.set(entry.id, { entry, parent, byGateway: entry.value.parent === undefined });
  }
  return steps;
}

/** The way from `id` back to itself. */
function loopFrom(id: string, way: ReadonlyMap<string, Step>): Step[] {
  const steps = [...way];
  return steps.slice(steps.findIndex(([each]) => each === id)).map(([, step]) => step);
}

function loopComplaint(loop: readonly Step[]): Located {
  const own = loop.findIndex((step) => !step.byGateway);
  const turned = [...loop.slice(Math.max(own, 0)), ...loop.slice(0, Math.max(own, 0))];
  const { source, path, id } = (turned[0] as Step).entry;
  const way = (byGateway: string): string =>
    [...turned.map((step) => (step.byGateway ? `${step.entry.id} (${byGateway})` : step.entry.id)), id].join(
      ' -> ',
    );
  return {
    source,
    path: [...path, 'parent'],
    part: 'value',
    code: 'parent-loop',
    message: {
      en: `parents form a loop: ${way("by its site's gateway")}`,
      id: `parent membentuk lingkaran: ${way('lewat gateway lokasinya')}`,
    },
    mend: {
      en: 'take one of these parents out; parent: none makes a server ignore the gateway of its site',
      id: 'hapus salah satu parent ini; parent: none membuat server mengabaikan gateway lokasinya',
    },
  };
}
