/**
 * Says whether a test can run here. In CI nothing may be skipped, so there an unmet need is a failure.
 * Elsewhere the reason is printed and the test is skipped (`it.skipIf(!needs(...))`).
 */
export function needs(condition: boolean, reason: string): boolean {
  if (condition) return true;
  if (process.env['CI'] === 'true') throw new Error(`CI must not skip: ${reason}`);
  console.warn(`skipped: ${reason}`);
  return false;
}
