import { formsOf, type JsonSchema } from '../src/config/json-schema.ts';

/** A mapping with keys of its own. Several places may take the same one: the checks of servers and of defaults. */
interface Section {
  readonly titles: string[];
  readonly table: string;
}

/** A Markdown table a mapping: the top level first, each one that stands in another after it. */
export function keyTable(root: JsonSchema): string {
  const sections = new Map<string, Section>();
  collect('', root, sections);
  return [...sections.values()].map(({ titles, table }) => `### ${titles.join(', ')}\n\n${table}`).join('\n');
}

function collect(place: string, schema: JsonSchema, sections: Map<string, Section>): void {
  const properties = Object.entries(schema.properties ?? {});
  const table = tableOf(properties);
  const title = place === '' ? 'Top level' : `\`${place}\``;
  const known = sections.get(table);
  if (known !== undefined) known.titles.push(title);
  else sections.set(table, { titles: [title], table });
  for (const [key, value] of properties)
    collectBelow(place === '' ? key : `${place}.${key}`, value, sections);
}

/** Of the forms that a value may have, those with keys of their own. */
function collectBelow(place: string, schema: JsonSchema, sections: Map<string, Section>): void {
  for (const form of formsOf(schema)) {
    if (form.properties !== undefined) collect(place, form, sections);
    if (form.items !== undefined) collectBelow(`${place}[]`, form.items, sections);
    if (typeof form.additionalProperties === 'object')
      collectBelow(`${place}.NAME`, form.additionalProperties, sections);
  }
}

function tableOf(properties: readonly (readonly [string, JsonSchema])[]): string {
  const lines = properties.map(([key, schema]) => {
    const cells = [`\`${key}\``, kindOf(schema), defaultOf(schema), schema.description ?? ''];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| Key | Value | Default | Meaning |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function kindOf(schema: JsonSchema): string {
  return [...new Set(formsOf(schema).map(formKind))].join(' or ');
}

function formKind({ enum: words, const: word, type, pattern }: JsonSchema): string {
  if (words !== undefined) return words.map((each) => `\`${String(each)}\``).join(', ');
  if (word !== undefined) return `\`${JSON.stringify(word).replaceAll('"', '')}\``;
  // Text that people write without quotes may look like a number.
  const kind = Array.isArray(type) ? 'string' : type;
  switch (kind) {
    case 'array':
      return 'list';
    case 'object':
      return 'mapping';
    case 'null':
      return 'empty';
    case 'boolean':
      return '`true`, `false`';
    case 'string':
      return pattern?.includes('smhdw') === true ? 'duration' : 'text';
    case undefined:
    default:
      return 'number';
  }
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  if (text === '{}' || text === '[]') return '';
  return `\`${typeof value === 'string' ? value : text.replaceAll('"', '')}\``;
}
