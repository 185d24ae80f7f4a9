import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

interface Wanted {
  /** The host name that it is for. */
  readonly name: string;
  /** When it ends, in ms since the epoch. */
  readonly notAfter: number;
  /** Who signs it; without, it is self-signed. */
  readonly issuer?: KeyAndCertificate;
}

const DAY_MS = 86_400_000;

/** Makes a certificate for a server, or (with `isAuthority`) one that signs others. It begins 30 days before its end. */
export function makeCertificate({ name, notAfter, issuer }: Wanted, isAuthority = false): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const cert = forge.pki.createCertificate();
  cert.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  // A first digit below 8 keeps the number positive.
  cert.serialNumber = `0${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  cert.validity.notBefore = new Date(Math.min(Date.now(), notAfter) - 30 * DAY_MS);
  cert.validity.notAfter = new Date(notAfter);
  cert.setSubject([{ name: 'commonName', value: name }]);
  cert.setIssuer(
    issuer ? forge.pki.certificateFromPem(issuer.cert).subject.attributes : cert.subject.attributes,
  );
  cert.setExtensions([
    { name: 'basicConstraints', cA: isAuthority },
    { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
  ]);
  cert.sign(forge.pki.privateKeyFromPem(issuer?.key ?? key), forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(cert) };
}
