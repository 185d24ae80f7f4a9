import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyState } from '../../src/core/state.ts';
import { jsonReport } from '../../src/render/json.ts';
import { reportJsonSchema } from '../../src/render/report-schema.ts';
import { anOffice, officeReport } from '../support/office.ts';
import { aWeek, makeReport } from '../support/past.ts';

const PUBLISHED = resolve(import.meta.dirname, '../../config/report.schema.json');

/** What is wrong with a document, in the words of the validator. */
function problems(schema: object, document: unknown): unknown[] {
  // zod says with a pattern what the formats say by name.
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  validate(document);
  return validate.errors ?? [];
}

const published = (): object => JSON.parse(readFileSync(PUBLISHED, 'utf8')) as object;
const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

const { config, state, records } = aWeek('id');
const DOCUMENTS: readonly (readonly [string, string])[] = [
  ['a week', jsonReport(makeReport(config, state, records), 'id')],
  [
    'a week of servers that were down',
    jsonReport(makeReport(config, state, records, { onlyDown: true }), 'id'),
  ],
  ['a report before the first check', jsonReport(makeReport(config, null), 'en')],
  ['a report of an empty state', jsonReport(makeReport(config, emptyState()), 'en')],
  ['50 servers and 90 days', jsonReport(officeReport(anOffice()), 'en')],
];

describe('config/report.schema.json', () => {
  it.each(DOCUMENTS)('describes %s', (_, text) => {
    expect(problems(published(), parse(text))).toEqual([]);
  });

  it.each(DOCUMENTS)('leaves no field of %s undescribed', (_, text) => {
    expect(problems(reportJsonSchema(false), parse(text))).toEqual([]);
  });

  it('allows a field that a later version adds, and no other version', () => {
    const document = parse(DOCUMENTS[0]?.[1] ?? '');
    expect(problems(published(), { ...document, weather: 'fine' })).toEqual([]);
    expect(problems(published(), { ...document, version: 2 })).not.toEqual([]);
  });

  it('refuses a document without one of its fields', () => {
    const { total, ...rest } = parse(DOCUMENTS[0]?.[1] ?? '');
    expect(total).toBeDefined();
    expect(problems(published(), rest)).toMatchObject([{ params: { missingProperty: 'total' } }]);
  });
});
