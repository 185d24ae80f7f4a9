const TIMEOUT_MS = 5_000;

/**
 * Whether the server of a heartbeat address answers at all: its front page is asked for, since asking for the address
 * itself would be a beat. Returns what went wrong, or null. The reason never holds the address, which is a secret.
 */
export async function reachHeartbeat(url: string): Promise<string | null> {
  try {
    const answer = await fetch(new URL(url).origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return 'failed';
    if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
    const { code } = (error.cause ?? {}) as { readonly code?: string };
    return code ?? 'failed';
  }
}
