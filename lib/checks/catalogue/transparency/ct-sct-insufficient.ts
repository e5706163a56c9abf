import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { isEnough, type TimestampSet, timestampSets } from '#lib/checks/signed-timestamps.ts'
import { ifPubliclyTrusted } from '#lib/checks/trust.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { none: 'high', few: 'medium' } as const

export const ctSctInsufficient = defineEndpointCheck({
  id: 'ct-sct-insufficient',
  group: 'transparency',
  title: 'Public certificate without enough SCTs',
  why: 'Browsers refuse a public certificate that no public logs vouch for, and an issuance that is in no log is one that nobody can notice.',
  fix: 'Reissue from a CA that logs and embeds its timestamps (all that browsers trust do by default; leave out options such as --no-ct or a request not to log). See what is there with openssl x509 -noout -text -in cert.pem (CT Precertificate SCTs), and openssl s_client -connect HOST:443 -ct.',
  severities,
  needs: ['handshake', 'trust', 'ct-logs'],
  references: [
    {
      label: 'Chrome CT policy',
      url: 'https://googlechrome.github.io/CertificateTransparency/ct_policy.html',
      note: 'Embedded: two for a life of 180 days or less, three beyond. In the TLS extension: two. Either set is enough, and it has to come from at least two operators; who runs a log is read from a list of logs, and without one it is not assessed. Timestamps inside OCSP staples and the signatures of timestamps are not read.',
    },
    { label: 'RFC 6962 section 3.3', url: 'https://www.rfc-editor.org/rfc/rfc6962#section-3.3' },
    { label: 'CA/B Forum TLS BR 7.1.2.11.3', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    { framework: 'chrome-root-program', control: 'CT-policy', relation: 'direct', rationale: 'counts by lifetime' },
    { framework: 'ietf-rfc', control: 'RFC6962', relation: 'direct', rationale: 'SCTs' },
    { framework: 'cabf-br', control: '7.1.2.11.3', relation: 'direct', rationale: 'SCT list profile' },
    {
      framework: 'nist-sp-800-52',
      control: '3.2.1',
      relation: 'direct',
      rationale: 'SCT list is an optional extension',
    },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'certificates follow the policy' },
    { framework: 'nist-csf', control: 'PR.AA-04', relation: 'supporting', rationale: 'assertions are verifiable' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) =>
      ifPubliclyTrusted(facts, address, () => judge(leaf, address, facts.ctLogs ?? null)),
    ),
})

function judge(leaf: Certificate, address: AssessableAddress, logs: ReadonlyMap<string, string> | null) {
  const sets = timestampSets(leaf, address, validityOf(leaf).days)
  const evidence = { lifetimeDays: validityOf(leaf).days, sets: sets.map((one) => tell(one, logs)) }
  // What a handshake without the extension shows is known; one that was not seen may hold what is missing.
  if (address.facts.signedTimestamps.status !== 'observed' && !sets.some(({ logIds, needed }) => logIds.size >= needed))
    return notAssessed(`timestamps of the handshake not seen: ${address.facts.signedTimestamps.reason}`)
  if (sets.every(({ count }) => count === 0)) return fail('none', evidence)
  const enough = sets.map((one) => isEnough(one, logs))
  if (enough.includes(true)) return pass(evidence)
  if (enough.includes(null)) return notAssessed('who runs the logs that vouch for it is not on record')
  return fail('few', evidence)
}

function tell({ from, count, needed, logIds }: TimestampSet, logs: ReadonlyMap<string, string> | null) {
  return { from, sctCount: count, needed, logs: [...logIds].map((id) => ({ id, operator: logs?.get(id) ?? null })) }
}
