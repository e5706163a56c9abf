import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { DhParameters, KeyPossession, NamedGroup, ServerNameAnswer, TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { CertificateLink } from '../endpoint/certificate-link.tsx'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { TrustOpinionView } from '../endpoint/trust-opinion.tsx'

type Certificates = ReadonlyMap<string, CertificateSummary>

const proofs = {
  'certificate-verify': 'signed the handshake',
  'server-key-exchange': 'signed its part of the key exchange',
  finished: 'decrypted what only its key can',
} as const

/** The server's proof that it holds the key of its certificate. */
export function possessionText({ by, scheme, verified }: KeyPossession): string {
  const how = `${proofs[by]}${scheme === null ? '' : ` with ${scheme}`}`
  return verified ? `proven: it ${how}` : `not proven: it ${how}, and that does not verify`
}

export function connectionsText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'connection' : 'connections'}`
}

export function groupText(group: NamedGroup | null): string {
  if (group === null) return 'RSA key transport'
  return group.bits === null ? group.name : `${group.name}, ${group.bits} bits`
}

export function dhText({ bits, known }: DhParameters): string {
  return `${bits.toLocaleString('en')} bits, ${known === null ? 'a prime of its own' : known}`
}

export function httpText(fact: HttpFact | null): string {
  if (fact === null) return 'HTTP is not spoken'
  const { status, strictTransportSecurity: hsts } = fact
  return `HTTP ${status}, ${hsts === null ? 'without Strict-Transport-Security' : `Strict-Transport-Security: ${escapeUnsafe(hsts)}`}`
}

/** What a hello without or with another name came to. */
export function ServerNameText({ answer, certificates }: { answer: ServerNameAnswer; certificates: Certificates }) {
  const [leaf] = answer.chain ?? []
  if (leaf !== undefined) return <CertificateLink sha256={leaf} certificate={certificates.get(leaf)} expiry={false} />
  const detail = answer.detail === null ? '' : `: ${escapeUnsafe(answer.detail)}`
  return `no certificate (${answer.outcome.replaceAll('-', ' ')}${detail})`
}

/** As ServerNameText, with what was judged of a certificate that is shown to nobody else. */
export function NamelessText({
  facts,
  answer,
  certificates,
}: {
  facts: TlsFacts
  answer: ServerNameAnswer
  certificates: Certificates
}) {
  const [leaf] = answer.chain ?? []
  const own = facts.chain.status === 'observed' ? facts.chain.value[0] : undefined
  return (
    <>
      <ServerNameText answer={answer} certificates={certificates} />
      {leaf === undefined || leaf === own ? null : <OtherTrust facts={facts} leaf={leaf} certificates={certificates} />}
    </>
  )
}

/** What was judged of a chain beside the main one, when it was seen. */
export function OtherTrust({
  facts,
  leaf,
  certificates,
}: {
  facts: TlsFacts
  leaf: string
  certificates: Certificates
}) {
  return (
    <ObservedFact fact={facts.otherTrust}>
      {(opinions) => {
        const trust = opinions[leaf]
        if (trust === undefined) return <span className="text-ink-3 text-xs">trust not judged</span>
        return <TrustOpinionView trust={trust} certificates={certificates} />
      }}
    </ObservedFact>
  )
}

/** The leaves that the server holds for the same name beside the one that it sent first. */
export function OtherCertificates({ facts, certificates }: { facts: TlsFacts; certificates: Certificates }) {
  return (
    <ObservedFact fact={facts.otherChains}>
      {(chains) => {
        const leaves = Object.entries(chains).flatMap(([type, [leaf]]) => (leaf === undefined ? [] : [{ type, leaf }]))
        if (leaves.length === 0) return <span className="text-ink-3">none</span>
        return (
          <ul className="grid gap-1">
            {leaves.map(({ type, leaf }) => (
              <li key={type} className="min-w-0">
                <span className="text-ink-3 text-xs uppercase">{type}</span>
                <CertificateLink sha256={leaf} certificate={certificates.get(leaf)} />
                <OtherTrust facts={facts} leaf={leaf} certificates={certificates} />
              </li>
            ))}
          </ul>
        )
      }}
    </ObservedFact>
  )
}
