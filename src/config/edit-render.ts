import { Document, Scalar } from 'yaml';

/** What an edit can write: plain data. */
export type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

export type EntryData = Readonly<Record<string, Data>>;

const STYLE = { lineWidth: 0, blockQuote: false } as const;

/**
 * A value on one line, lists and mappings in brackets. `inFlow`: it stands inside brackets, where more characters need
 * quotes. `like`: the quoting of the value that it replaces.
 */
export function inlineText(value: Data, inFlow: boolean, like?: Scalar.Type): string {
  if (isList(value)) return `[${value.map((item) => inlineText(item, true)).join(', ')}]`;
  if (typeof value !== 'object') return scalarText(value, inFlow, like);
  const pairs = Object.entries(value).map(
    ([key, item]) => `${inlineText(key, true)}: ${inlineText(item, true)}`,
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** `key: value`. */
export function pairText(key: string, value: Data, inFlow: boolean): string {
  return `${scalarText(key, inFlow)}: ${inlineText(value, inFlow)}`;
}

export function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Written by the library as the value of a key, because what needs quotes depends on where it stands. */
function scalarText(value: string | number | boolean, inFlow: boolean, like?: Scalar.Type): string {
  // The library would spread it over several lines. JSON's text is YAML too.
  if (typeof value === 'string' && /[\n\r]/.test(value)) return JSON.stringify(value);
  const scalar = new Scalar(value);
  if (typeof value === 'string' && (like === 'QUOTE_DOUBLE' || like === 'QUOTE_SINGLE')) scalar.type = like;
  const document = new Document({ k: inFlow ? [scalar] : scalar });
  if (!inFlow) return document.toString(STYLE).slice('k: '.length).trimEnd();
  const list = document.get('k', true) as { flow?: boolean };
  list.flow = true;
  return document
    .toString({ ...STYLE, flowCollectionPadding: false })
    .trimEnd()
    .slice('k: ['.length, -1);
}
