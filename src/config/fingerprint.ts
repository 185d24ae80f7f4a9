/** Two 32-bit lanes, each multiplied by an odd constant of its own after every character (as FNV-1a does with one). */
const START = [0x811c9dc5, 0x9e3779b9] as const;
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * A fingerprint of 64 bits, for telling that something has changed: no protection against somebody who wants two things to look
 * alike. node:crypto would take 4 of the 60 ms of a start to load, each minute.
 */
export class Fingerprint {
  #one: number = START[0];
  #two: number = START[1];

  /** The length before each part keeps two different lists of parts from giving one fingerprint. */
  add(part: string): this {
    this.#mix(`${part.length}:`);
    this.#mix(part);
    return this;
  }

  /** 16 hexadecimal digits. */
  text(): string {
    return [this.#one, this.#two].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(text: string): void {
    let [one, two] = [this.#one, this.#two];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, PRIMES[0]);
      two = Math.imul((two << 13) | (two >>> 19), PRIMES[1]) ^ code;
    }
    [this.#one, this.#two] = [one, two];
  }
}
