import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { CheckResult } from '../core/probing.ts';
import { dial } from './dial.ts';
import type { Certificate, ProbeRun } from './run.ts';
import { unlocated } from './run.ts';
import { tlsFailure } from './tls-error.ts';
import { uptimeMs } from './uptime.ts';

/** How far one HTTP exchange has come, and what ended it; this says more than the error that comes out of axios. */
export interface Trace {
  stage: 'name' | 'connect' | 'tls' | 'headers' | 'body';
  failure: CheckResult | null;
  readonly certificates: Certificate[];
}

interface Exchange {
  readonly run: ProbeRun;
  readonly verify: boolean;
  /** On the clock of `uptimeMs()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

type Callback = (error: Error | null, socket: Duplex) => void;

/**
 * Agents for one exchange with its redirects. They connect as the TCP probe does, to addresses of our own lookup, and
 * keep nothing: a resumed TLS session shows no certificate, and an idle socket holds up the end of the process.
 */
export function agentsFor(exchange: Exchange): { http: HttpAgent; https: HttpsAgent } {
  const http = new HttpAgent({ keepAlive: false });
  const https = new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 });
  http.createConnection = (options, callback) => {
    open(openPlain(exchange, options), callback);
    return undefined;
  };
  https.createConnection = (options, callback) => {
    open(openSecure(exchange, options), callback);
    return undefined;
  };
  return { http, https };
}

function open(opening: Promise<Duplex>, callback: Callback | undefined): void {
  opening.then(
    (socket) => callback?.(null, socket),
    // Node looks at the error first; it declares the socket as always there.
    (error: Error) => callback?.(error, undefined as unknown as Duplex),
  );
}

async function openPlain(exchange: Exchange, options: ClientRequestArgs): Promise<Socket> {
  const { trace, run, signal } = exchange;
  const host = options.host ?? '';
  trace.stage = 'name';
  const located = await run.locate(host);
  if (located.kind !== 'found') throw fail(trace, unlocated(located, host));
  trace.stage = 'connect';
  const leftMs = Math.max(1, exchange.deadline - uptimeMs());
  const dialled = await dial(located.addresses, Number(options.port), leftMs);
  if (dialled.kind === 'lost') throw fail(trace, dialled.result);
  run.answered(host, dialled.address);
  trace.stage = 'headers';
  endWith(signal, dialled.socket);
  return dialled.socket;
}

async function openSecure(exchange: Exchange, options: ClientRequestArgs): Promise<TLSSocket> {
  const socket = await openPlain(exchange, options);
  const { trace, verify } = exchange;
  trace.stage = 'tls';
  // The agent has set servername and ALPN in the options.
  const secured = connectTls({ ...(options as ConnectionOptions), socket, rejectUnauthorized: verify });
  await handshake(secured, (error) => fail(trace, tlsFailure(error, options.host ?? '')));
  noteCertificate(secured, trace);
  trace.stage = 'headers';
  return secured;
}

function handshake(socket: TLSSocket, explain: (error: Error) => Error): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(explain(error));
    socket.once('error', onError);
    socket.once('secureConnect', () => {
      socket.off('error', onError);
      // Until the HTTP client listens itself; without a listener an error would end the process.
      socket.on('error', () => undefined);
      resolve();
    });
  });
}

/** Read also where verification is off: its end is worth a warning all the same. */
function noteCertificate(socket: TLSSocket, trace: Trace): void {
  const { valid_to: end, fingerprint256: fingerprint } = socket.getPeerCertificate();
  const notAfter = Date.parse(end);
  if (fingerprint && !Number.isNaN(notAfter)) trace.certificates.push({ fingerprint, notAfter });
}

function endWith(signal: AbortSignal, socket: Socket): void {
  const end = (): void => void socket.destroy();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  // With many redirects they would pile up, and Node would print a warning.
  socket.once('close', () => signal.removeEventListener('abort', end));
}

/** Keeps the result for the probe, and gives an error for the layers in between. */
function fail(trace: Trace, result: CheckResult): Error {
  trace.failure = result;
  return new Error(result.kind === 'ok' ? 'ok' : result.code);
}
