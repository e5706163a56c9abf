import { type Observed, skipped, valueOf } from '#lib/core/observed.ts'
import type { KeyType, TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { matchIdentity } from '#lib/x509/match-host.ts'
import type { SignedTimestamp } from '#lib/x509/transparency/signed-timestamps.ts'
import type { AddressFacts, EndpointFacts } from './facts.ts'
import type { FactPart } from './freshness.ts'
import { referenceIdentity } from './reference-identity.ts'

/**
 * To whom a chain is shown: `all` is the one of a usual handshake, a type of key what clients get that take no other,
 * and `nameless` what those get that send no server name.
 */
export type Audience = 'all' | KeyType | 'nameless'

/** A chain that an address serves for the endpoint's identity. */
export interface ServedChain {
  readonly audience: Audience
  /** SHA-256 of each, as sent. */
  readonly sent: TlsFacts['chain']
  /** Leaf first; certificates missing from the records are left out. */
  readonly chain: readonly Certificate[]
  /** Null where no chain was seen or the leaf is not on record. */
  readonly leaf: Certificate | null
  readonly trust: Observed<TrustOpinion>
  /** Certificates of valid paths that were not sent. */
  readonly issuers: readonly Certificate[]
  /** SCTs that came with the leaf, verified; null where no list of CT logs is on record. */
  readonly timestamps: readonly SignedTimestamp[] | null
  /** The facts whose age counts for it. */
  readonly part: FactPart
}

type Latest = NonNullable<AddressFacts['latest']>

/**
 * All chains of an address that a client of the endpoint may meet, each leaf once, the main one first. The certificate
 * that is shown to clients without a server name counts where it carries the endpoint's identity; another one belongs
 * to another service behind the same address.
 */
export function servedChains(latest: Latest, endpoint: EndpointFacts): readonly ServedChain[] {
  const { facts } = latest
  const main = mainChain(latest)
  const others = Object.entries(valueOf(facts.otherChains) ?? {}).map(([keyType, sent]) =>
    otherChain(latest, isKeyType(keyType) ? keyType : 'all', sent),
  )
  const named = [main, ...others]
  const sent = valueOf(facts.serverNames)?.without.chain ?? []
  const known = new Set(named.map((one) => valueOf(one.sent)?.[0]))
  if (sent.length === 0 || known.has(sent[0])) return named
  const nameless = otherChain(latest, 'nameless', sent)
  return nameless.leaf !== null && carriesIdentity(nameless.leaf, endpoint) ? [...named, nameless] : named
}

/** What a usual handshake showed. */
export function mainChain(latest: Latest): ServedChain {
  const { chain, trust } = latest.facts
  const leaf = leafOf(latest)
  return {
    audience: 'all',
    sent: chain,
    chain: latest.chain,
    leaf,
    trust,
    issuers: latest.issuers ?? [],
    timestamps: (leaf && latest.timestamps?.get(leaf.sha256)) ?? null,
    part: 'inventory',
  }
}

/** The main leaf. The chain leaves out what is not on record, so its first entry is the leaf only where hashes agree. */
export function leafOf(latest: Latest): Certificate | null {
  const { chain } = latest.facts
  const sent = chain.status === 'observed' ? chain.value[0] : undefined
  return latest.chain.find((certificate) => certificate.sha256 === sent) ?? null
}

/** Why it is not known whether there are other certificates although a scan looked for them; null where none did. */
export function unseenChains({ facts }: Latest): string | null {
  return facts.otherChains.status === 'failed' ? `other certificates not seen: ${facts.otherChains.reason}` : null
}

function otherChain(latest: Latest, audience: Audience, sent: readonly string[]): ServedChain {
  const onRecord = new Map([...latest.chain, ...(latest.otherCertificates ?? [])].map((one) => [one.sha256, one]))
  const [leaf = ''] = sent
  const { otherTrust } = latest.facts
  const opinion = valueOf(otherTrust)?.[leaf]
  return {
    audience,
    sent: { status: 'observed', value: sent },
    chain: sent.flatMap((hash) => onRecord.get(hash) ?? []),
    leaf: onRecord.get(leaf) ?? null,
    trust:
      otherTrust.status !== 'observed'
        ? otherTrust
        : opinion === undefined
          ? skipped('not-judged')
          : { status: 'observed', value: opinion },
    // One chain's path may run through what another one sends.
    issuers: [...(latest.issuers ?? []), ...latest.chain],
    timestamps: latest.timestamps?.get(leaf) ?? null,
    part: audience === 'nameless' ? 'posture' : 'inventory',
  }
}

function carriesIdentity(leaf: Certificate, endpoint: EndpointFacts): boolean {
  const reference = referenceIdentity(endpoint)
  return reference !== null && matchIdentity(leaf, reference).matched
}

function isKeyType(text: string): text is KeyType {
  return text === 'rsa' || text === 'ecdsa' || text === 'eddsa'
}
