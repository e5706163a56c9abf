import { rungs } from '#lib/checks/contract.ts'
import { chainOf, otherCertificatesOf } from '#lib/data/verify/facts-from-observations.ts'
import type { Observation } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { JudgedObservation } from './judge-observation.ts'

export const scanSchema = 'countersign.scan/1'

/**
 * One line of `scan --json`, one per address. Fields are added within a version of the schema, never changed or taken
 * away. Hashes are SHA-256 in lower-case hex, instants ISO 8601 in UTC, durations milliseconds.
 *
 * - `target`: what was dialled. `address`: the IP, null where none was tried. `identity`: what it ought to prove.
 * - `outcome`: how the connection ended; `kind` is `handshake` where one was finished.
 * - `connections`: how many were opened, refused ones included. `depth`: what was asked for.
 * - `facts`: each `{status: observed, value}`, `{status: failed, reason}` (tried and not learned: never "not supported")
 *   or `{status: skipped, reason}` (not asked). Of one handshake: protocol, cipherSuite, group, alpn, chain, ocspStaple,
 *   signedTimestamps, keyPossession, clientCertificateRequested, clientCertificateRequest, starttls, trust, otherChains,
 *   otherTrust (by leaf). Of posture: versions, suites, groups, signatureSchemes (each by version, each again such a
 *   fact; lists say whose order it is and whether it is complete), dhParameters, alpnProtocols, features, serverNames,
 *   tolerance, flaws, nextProtocols (NPN), clock, http (with the headers that bear on security), conduct. Of the
 *   clients: mtls with `verdict`, `evidence` and one of `probes` per client that was played.
 * - `path`: from the leaf to an anchor of the store, empty where there is none, null where it was not judged.
 * - `certificates`: as sent, leaf first; `der` in base64. `otherCertificates`: all others that the facts name.
 *   `unreadableCertificates`: those that are in neither, since they are no certificates; `facts.chain` has their places.
 * - `ladder` and `proven`: pass, fail, not_expected or not_assessed per rung.
 * - `verdicts`: by check id; `severity` where the outcome is fail.
 */
export function scanRecord({ observation, depth, identity, verdicts, ladder }: JudgedObservation) {
  const { target, address, outcome, startedAt, timings, connections, facts } = observation
  const chain = chainOf(observation)
  const others = otherCertificatesOf(observation)
  const readable = new Set([...chain, ...others].map(({ sha256 }) => sha256))
  return {
    schema: scanSchema,
    target,
    address,
    identity,
    startedAt: startedAt.toISOString(),
    timings,
    connections,
    depth,
    outcome,
    facts,
    path: facts.trust.status === 'observed' ? facts.trust.value.path : null,
    certificates: chain.map((certificate) => withDer(certificate, observation)),
    otherCertificates: others.map((certificate) => withDer(certificate, observation)),
    unreadableCertificates: [...observation.certificates]
      .filter(([sha256]) => !readable.has(sha256))
      .map(([sha256, der]) => ({ sha256, der: Buffer.from(der).toString('base64') })),
    ladder: Object.fromEntries(rungs.map((rung) => [rung, ladder.rungs[rung].status])),
    proven: ladder.proven,
    verdicts: Object.fromEntries(
      verdicts.map(({ checkId, outcome: judged, severity, reason, evidence }) => [
        checkId,
        { outcome: judged, severity, reason, evidence },
      ]),
    ),
  }
}

function withDer(certificate: Certificate, { certificates }: Observation) {
  return { ...certificate, der: Buffer.from(certificates.get(certificate.sha256) ?? []).toString('base64') }
}

/** JSON in ASCII alone, on one line: a terminal that shows it obeys nothing that a peer wrote. */
export function jsonLine(value: unknown): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(value).replace(/[\u007f-\uffff]/g, escape)}\n`
}
