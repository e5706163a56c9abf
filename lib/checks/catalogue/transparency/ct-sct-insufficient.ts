import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { ctPolicies } from '#lib/checks/ct-policies.ts'
import { type AssessedSct, assessScts, ctStanding, neededEmbedded } from '#lib/checks/ct-standing.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { type TimestampSet, timestampSets } from '#lib/checks/timestamp-sets.ts'
import { ifPubliclyTrusted } from '#lib/checks/trust.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, mostTold, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { CtLogList } from '#lib/x509/transparency/ct-log.ts'
import { unknownOutcomes } from '#lib/x509/transparency/judge-sct.ts'
import type { SignedTimestamp } from '#lib/x509/transparency/signed-timestamps.ts'

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
      note: 'Embedded: two for a life of 180 days or less, three beyond, of as many logs, one of which still counts. In the TLS extension or a stapled OCSP response: two of logs that count. By two operators at least. Logs, their keys, states and operators are read from the list that an administrator uploads (docs/ct-logs.md); without one SCTs are counted, and nothing passes.',
    },
    {
      label: 'Apple CT policy',
      url: 'https://support.apple.com/en-us/103214',
      note: 'Likewise, and one SCT of a log that conforms to RFC 6962 is wanted. Both policies have to be kept.',
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
      ifPubliclyTrusted(facts, address, () =>
        facts.ctLogs === undefined || address.timestamps === null
          ? count(leaf, address)
          : assess(leaf, address, address.timestamps, facts.ctLogs, context.now),
      ),
    ),
})

function assess(
  leaf: Certificate,
  address: AssessableAddress,
  timestamps: readonly SignedTimestamp[],
  { version, asOf, logs }: CtLogList,
  now: Date,
) {
  const { days, notAfter } = validityOf(leaf)
  const scts = assessScts(timestamps, logs, notAfter, now)
  const policies = ctPolicies.map((policy) => ({
    policy: policy.name,
    neededEmbedded: neededEmbedded(policy, days),
    scts: ctStanding(policy, scts, days),
  }))
  const evidence = { lifetimeDays: days, logList: { version, asOf }, policies, scts: scts.slice(0, mostTold).map(tell) }
  const changes = scts.flatMap(({ changesAt }) => changesAt ?? [])
  const changesAt = changes.length === 0 ? null : new Date(Math.min(...changes.map((at) => at.getTime())))
  if (policies.every((one) => one.scts === 'enough')) return pass(evidence, changesAt)
  const unseen = unseenBeside(address)
  if (unseen !== null) return notAssessed(unseen, changesAt)
  if (scts.length === 0 && leaf.sctCount === 0) return fail('none', evidence, changesAt)
  if (policies.some((one) => one.scts === 'few')) return fail('few', evidence, changesAt)
  return notAssessed(`SCTs of logs or issuers that are not on record: ${unknownOf(scts)}`, changesAt)
}

/** What came beside a certificate may hold what is missing in it; a handshake is on record for the main one alone. */
function unseenBeside({ facts, audience }: AssessableAddress): string | null {
  if (audience !== 'all') return 'timestamps of the handshake not seen: of the main certificate alone'
  for (const fact of [facts.signedTimestamps, facts.ocspStaple])
    if (fact.status !== 'observed') return `timestamps of the handshake not seen: ${fact.reason}`
  return null
}

function unknownOf(scts: readonly AssessedSct[]): string {
  const unknown = scts.filter(({ outcome }) => unknownOutcomes.has(outcome))
  return [...new Set(unknown.map(({ logId, log, outcome }) => `${log ?? logId} (${outcome})`))]
    .slice(0, mostTold)
    .join(', ')
}

function tell({ from, log, logId, operator, at, outcome }: AssessedSct) {
  return { from, log, logId, operator, at, outcome }
}

/** Without a list of logs SCTs can be counted, which may prove that there are too few, and never that there are enough. */
function count(leaf: Certificate, address: AssessableAddress) {
  const { days } = validityOf(leaf)
  const sets = timestampSets(leaf, address, days)
  const notSaid = 'no list of CT logs is on record: operators and signatures were not assessed'
  const evidence = { lifetimeDays: days, sets: sets.map(tellSet), notAssessed: notSaid }
  const mayDo = sets.some((set) => set.count >= set.needed && set.logIds.size >= 2)
  // What a handshake without the extension shows is known; one that was not seen may hold what is missing.
  if (address.facts.signedTimestamps.status !== 'observed' && !mayDo)
    return notAssessed(`timestamps of the handshake not seen: ${address.facts.signedTimestamps.reason}`)
  if (sets.every((set) => set.count === 0)) return fail('none', evidence)
  // One log vouches once, and two operators have two logs.
  return mayDo ? notAssessed(notSaid) : fail('few', evidence)
}

function tellSet({ from, count: sctCount, needed, logIds }: TimestampSet) {
  return { from, sctCount, needed, logIds: [...logIds].slice(0, mostTold) }
}
