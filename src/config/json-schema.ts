import { z } from 'zod';
import type { KeyPath } from './problem.ts';
import { file } from './schema.ts';

/** The part of JSON Schema (draft 7) that zod makes of this schema. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Top-level keys in which anchors can be kept; their content means nothing. */
export const EXTENSION_KEY = /^x-/;

/** The configuration as it may be written, for editors: short forms included, defaults and descriptions too. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(file, { io: 'input', target: 'draft-7' }) as JsonSchema;
  return { ...schema, patternProperties: { [EXTENSION_KEY.source]: {} } };
}

/** Finds the keys that may stand at a place. The schema is made once, at the first question. */
export function keyFinder(): (path: KeyPath) => string[] {
  let root: JsonSchema | null = null;
  return (path) => {
    root ??= configJsonSchema();
    const places = path.reduce<JsonSchema[]>(
      (found, step) => found.flatMap((each) => stepInto(each, step)),
      [root],
    );
    return [...new Set(places.flatMap(formsOf).flatMap((each) => Object.keys(each.properties ?? {})))];
  };
}

function stepInto(schema: JsonSchema, step: string | number): JsonSchema[] {
  return formsOf(schema).flatMap((form) => {
    if (typeof step === 'number') return form.items === undefined ? [] : [form.items];
    const own = form.properties?.[step];
    if (own !== undefined) return [own];
    return typeof form.additionalProperties === 'object' ? [form.additionalProperties] : [];
  });
}

/** The schema itself, or all forms that it allows. */
export function formsOf(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(formsOf);
}
