import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../../scripts/generated.ts';
import { configJsonSchema, formsOf, type JsonSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { TOKEN } from './folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('what is generated from the schema', () => {
  it.each(generated.map(({ path, make }) => ({ path, make })))(
    '$path is up to date (else: npm run generate)',
    ({ path, make }) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      expect(make(text)).toBe(text);
    },
  );

  it('describes every key', () => {
    expect(undescribed(configJsonSchema(), '')).toEqual([]);
  });

  it('holds the short forms of checks, chats and locations', () => {
    const schema = configJsonSchema();
    const check = schema.properties?.['servers']?.items?.properties?.['checks']?.items ?? {};
    expect(formsOf(check).map((form) => form.pattern ?? Object.keys(form.properties ?? {})[0])).toEqual([
      '^(icmp|tcp:\\d+|https?:\\/\\/\\S+)$',
      'icmp',
      'tcp',
      'http',
    ]);
  });
});

function undescribed(schema: JsonSchema, path: string): string[] {
  return formsOf(schema).flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([key, value]) => [
      ...(value.description === undefined ? [`${path}.${key}`] : []),
      ...undescribed(value, `${path}.${key}`),
    ]),
    ...(form.items === undefined ? [] : undescribed(form.items, `${path}[]`)),
    ...(typeof form.additionalProperties === 'object'
      ? undescribed(form.additionalProperties, `${path}.*`)
      : []),
  ]);
}

describe('the configurations that come with srvmon', () => {
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.yaml'));

  it.each(['config/servers.yaml', ...examples.map((name) => `examples/${name}`)])(
    '%s is valid',
    async (path) => {
      const result = await loadConfig(join(ROOT, path), { env: { TELEGRAM_BOT_TOKEN: TOKEN } });
      expect(result.ok ? [] : result.problems.map((problem) => formatProblem(problem, ROOT))).toEqual([]);
      expect(result.ok && result.warnings).toEqual([]);
    },
  );

  it('quickstart needs no token, and watches a server that is up and one that is down', async () => {
    const result = await loadConfig(join(ROOT, 'examples/quickstart.yaml'), { env: {} });
    expect(result.ok && result.config).toMatchObject({
      telegram: null,
      stateDir: join(ROOT, 'examples/.state/quickstart'),
      servers: [
        { host: '127.0.0.1', checks: [{ kind: 'icmp' }], to: ['console'], downAfterMs: 0, minFailures: 1 },
        { host: '127.0.0.1', checks: [{ kind: 'tcp', port: 1 }], location: { lat: -6.9175, lon: 107.6191 } },
      ],
    });
  });

  it('every-key.yaml holds every key', () => {
    const text = readFileSync(join(ROOT, 'examples/every-key.yaml'), 'utf8');
    const missing = [...keysOf(configJsonSchema())].filter((key) => !new RegExp(`\\b${key}:`).test(text));
    expect(missing).toEqual(['port']);
  });
});

function keysOf(schema: JsonSchema): Set<string> {
  const keys = new Set<string>();
  for (const form of formsOf(schema)) {
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      keys.add(key);
      for (const inner of keysOf(value)) keys.add(inner);
    }
    for (const below of [form.items, form.additionalProperties]) {
      if (typeof below === 'object') for (const inner of keysOf(below)) keys.add(inner);
    }
  }
  return keys;
}
