import { pool } from '#lib/db/client.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { readCertificate } from '#lib/x509/read-certificate.ts'
import { rows } from '../sql.ts'
import type { DatedStore, JudgedGroup, PathCertificate } from './certificate-judgement.ts'

interface Recorded {
  readonly sha256: string
  readonly anchorOf: readonly (Omit<DatedStore, 'asOf'> & { readonly asOf: string })[]
}

/** Everything that groups name, described from the bytes at hand; what can't be read is left out. */
export async function describePathCertificates(
  groups: readonly JudgedGroup[],
  ders: readonly Uint8Array[],
): Promise<Map<string, PathCertificate>> {
  const wanted = new Set(
    groups.flatMap(({ chain, verdict }) => [
      ...chain,
      ...[...(verdict?.paths ?? []), ...(verdict?.refused ?? [])].flatMap(({ sha256 }) => sha256),
    ]),
  )
  const recorded = await findRecorded([...wanted])
  const described = new Map<string, PathCertificate>()
  for (const der of ders) {
    const sha256 = fingerprint(der)
    if (!wanted.has(sha256) || described.has(sha256)) continue
    const read = readCertificate(der)
    if (read) described.set(sha256, describe(read, recorded.get(sha256)))
  }
  return described
}

async function findRecorded(hashes: readonly string[]): Promise<Map<string, Recorded>> {
  const found = await rows<{ [Key in keyof Recorded]: Recorded[Key] }>(
    pool(),
    `SELECT encode(c.sha256, 'hex') AS sha256, COALESCE(
              (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'version', s.version, 'asOf', s.as_of,
                                                   'publicRoots', s.public_roots) ORDER BY s.name)
                 FROM trust_anchor a JOIN trust_store s ON s.id = a.trust_store_id WHERE a.certificate_id = c.id),
              '[]') AS "anchorOf"
       FROM certificate c WHERE c.sha256 = ANY ($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row]))
}

function describe(certificate: Certificate, recorded: Recorded | undefined): PathCertificate {
  const { sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter, selfSigned } = certificate
  return {
    sha256,
    spkiSha256,
    name: nameOf(certificate),
    subject,
    issuer,
    serial,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    isCa: certificate.basicConstraints?.ca === true,
    selfSigned,
    onRecord: recorded !== undefined,
    anchorOf: (recorded?.anchorOf ?? []).map((store) => ({ ...store, asOf: new Date(store.asOf) })),
  }
}

function nameOf({ basicConstraints, subjectAltNames, subjectCommonNames, subject, serial }: Certificate): string {
  const [commonName] = subjectCommonNames
  const first = subjectAltNames.find(({ kind }) => kind === 'dns' || kind === 'uri')?.value
  const own = basicConstraints?.ca === true ? (commonName ?? first) : (first ?? commonName)
  return [own, subject, serial].find((text) => text !== undefined && text !== '') ?? 'no name'
}
