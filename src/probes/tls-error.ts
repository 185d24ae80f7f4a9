import type { CheckResult, FailureCode } from '../core/probing.ts';
import { codeOf } from './error-code.ts';

/** Codes of OpenSSL's verification (X509_V_ERR_*) and of Node's comparison of names. */
const CAUSE: Readonly<Record<string, FailureCode>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_REJECTED: 'tls-untrusted',
  CERT_CHAIN_TOO_LONG: 'tls-untrusted',
  INVALID_CA: 'tls-untrusted',
};

/** Why a TLS handshake with `host` failed. Anything but the certificate is `tls-failed`, with the code as detail. */
export function tlsFailure(error: Error, host: string): CheckResult {
  const errorCode = codeOf(error) ?? error.message;
  const code = CAUSE[errorCode] ?? 'tls-failed';
  return {
    kind: 'failed',
    code,
    detail: code === 'tls-failed' || code === 'tls-untrusted' ? errorCode : host,
  };
}
