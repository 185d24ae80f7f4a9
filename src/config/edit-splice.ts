/** Pieces of text that replace others. What no splice names stays as it is, byte for byte. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with all splices done; of those that begin at one place, in the order given. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = '';
  let done = 0;
  for (const { from, to, text: fresh } of [...splices].sort((a, b) => a.from - b.from)) {
    result += text.slice(done, Math.max(from, done)) + fresh;
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}

/** The line break that the text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line after that in which something ends; the text's length when there is none. */
export function nextLine(text: string, end: number): number {
  // A block scalar ends with its line break.
  if (text[end - 1] === '\n') return end;
  const lineBreak = text.indexOf('\n', end);
  return lineBreak === -1 ? text.length : lineBreak + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Puts lines below the one in which something ends. */
export function insertLines(text: string, end: number, lines: readonly string[]): Splice {
  const lineBreak = lineBreakOf(text);
  const from = nextLine(text, end);
  const isOpen = from > 0 && text[from - 1] !== '\n';
  const fresh = lines.map((line) => (isOpen ? lineBreak + line : line + lineBreak)).join('');
  return { from, to: from, text: fresh };
}

/** Takes out the lines from that of `start` to that of `end`. */
export function removeLines(text: string, start: number, end: number): Splice {
  return { from: lineStart(text, start), to: nextLine(text, end), text: '' };
}
