import { uptimeMs } from '../probes/uptime.ts';

/** Where the time of a run goes: milliseconds between marks, the first counted from the start of the process. */
export class Timings {
  readonly #marks: { readonly name: string; readonly ms: number }[] = [];
  #last: number;

  constructor() {
    // Counted from the start of the process.
    this.#last = uptimeMs();
    this.#marks.push({ name: 'start', ms: this.#last });
  }

  /** Ends the stretch called `name`. */
  mark(name: string): void {
    const now = uptimeMs();
    this.#marks.push({ name, ms: now - this.#last });
    this.#last = now;
  }

  /** Counts so many milliseconds of the present stretch as one of their own; `mark` then gets the rest. */
  take(name: string, ms: number): void {
    this.#marks.push({ name, ms });
    this.#last += ms;
  }

  /** A line for each stretch: name, milliseconds, share in per cent. */
  table(): string {
    const all = this.#marks.reduce((sum, { ms }) => sum + ms, 0);
    const line = (name: string, ms: number): string =>
      `${name.padEnd(10)} ${ms.toFixed(1).padStart(9)} ms ${((100 * ms) / all).toFixed(1).padStart(6)} %\n`;
    return this.#marks.map(({ name, ms }) => line(name, ms)).join('') + line('all', all);
  }
}
