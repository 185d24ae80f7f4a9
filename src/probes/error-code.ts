/** The `code` that Node gives its errors (`ECONNREFUSED`, `ERR_...`), or null where there is none. */
export function codeOf(error: unknown): string | null {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
