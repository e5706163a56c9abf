import type { CertificateRow } from '#lib/compliance/report-snapshot.ts'
import { readStored, type StoredCertificate, storedColumns } from '../certificates/stored-certificate.ts'
import { scopeConditions, verdictConditions, verdictTables } from '../compliance/verdict-conditions.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import type { Parameters } from '../parameters.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import type { Db } from '../sql.ts'
import { cursorRows } from './cursor-rows.ts'
import { observationsInScope, type PartScope } from './part-scope.ts'

interface Columns extends StoredCertificate {
  isCa: boolean
  selfSigned: boolean
  servedAt: string[]
}

const fetchSize = 100

/** Chains beside the main one: for other types of key, without a server name and for an unknown one. */
const chains = [
  '$.chain.value[*]',
  '$.otherChains.value.*[*]',
  '$.serverNames.value.without.chain[*]',
  '$.serverNames.value.unknown.chain[*]',
]

/** Hashes of the certificates that the report's observations show or its verdicts name. */
export function certificatesInScope(part: PartScope): { readonly sql: string; readonly values: Parameters } {
  const { sql: observations, values } = observationsInScope(part)
  const { where } = verdictConditions(part.checkIds, part.scope, values)
  const shown = chains
    .map((path) => `SELECT jsonb_path_query(seen.facts, '${path}') AS h FROM seen`)
    .join(' UNION ALL ')
  const sql = `WITH seen AS (SELECT o.facts FROM observation o WHERE o.id IN (${observations}))
    SELECT decode(s.h #>> '{}', 'hex') FROM (${shown}) s WHERE jsonb_typeof(s.h) = 'string'
     UNION SELECT v.certificate_sha256 FROM ${verdictTables} WHERE ${where}`
  return { sql, values }
}

/** Every certificate that the report's observations show or its verdicts name, by SHA-256. */
export async function* readCertificates(tx: Db, part: PartScope): AsyncGenerator<CertificateRow> {
  const { sql, values } = certificatesInScope(part)
  const places = [servedNow, ...scopeConditions(part.scope, values)].join(' AND ')
  const text = `SELECT ${storedColumns}, c.is_ca AS "isCa", c.self_signed AS "selfSigned",
           ARRAY (SELECT DISTINCT ${endpointLabel} AS label FROM ${servedPlaces} ${identityOfEndpoint}
                   WHERE p.certificate_id = c.id AND ${places} ORDER BY label) AS "servedAt"
      FROM certificate c WHERE c.sha256 IN (${sql}) ORDER BY c.sha256`
  for await (const row of cursorRows<{ [Key in keyof Columns]: Columns[Key] }>(tx, text, values.values, fetchSize)) {
    yield toRow(row)
  }
}

function toRow({ isCa, selfSigned, servedAt, ...stored }: Columns): CertificateRow {
  const read = readStored(stored)
  return {
    sha256: read.sha256,
    spkiSha256: read.spkiSha256,
    subject: read.subject,
    issuer: read.issuer,
    serial: read.serial,
    notBefore: read.notBefore,
    notAfter: read.notAfter,
    isCa,
    selfSigned,
    keyAlgorithm: read.publicKey.algorithm,
    keyBits: read.publicKey.bits,
    curve: read.publicKey.curve,
    signatureAlgorithm: read.signatureAlgorithm,
    names: read.subjectAltNames.map(({ kind, value }) => `${kind}:${value}`),
    keyUsage: read.keyUsage?.bits ?? null,
    extKeyUsage: read.extendedKeyUsage,
    servedAt,
  }
}
