import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { InventoryFacts, KeyType, Target } from '#lib/tls/observation.ts'
import { signatureSchemeIds } from '#lib/tls/signature-schemes.ts'
import { suiteInfo, suitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { fullOffer } from '../offers.ts'
import { refusesList } from '../posture/refusal.ts'

/**
 * The leaves of these types of key, each by a handshake that takes no other: in TLS 1.3 the signature schemes choose the
 * certificate, before it the suites do, too (RFC 8446 4.4.2.2). A leaf is gone where TLS 1.2 with every suite of its kind
 * is refused, too.
 */
export async function probeOtherChains(
  first: Attempt,
  asker: Asker,
  target: Target,
  keyTypes: readonly KeyType[],
): Promise<InventoryFacts['otherChains']> {
  if (keyTypes.length === 0) return skipped('none-known')
  const main = hashes(first.flight.chain)
  if (main === null) return failed(first.outcome.kind)
  const chains: Partial<Record<KeyType, readonly string[]>> = {}
  for (const keyType of keyTypes) {
    const usual = await askFor(keyType, asker, { suites: suitesFor(keyType, fullOffer(target).suites) })
    const made = isRefusal(usual) ? await askFor(keyType, asker, olderOffer(keyType)) : usual
    const chain = hashes(made.flight.chain)
    if (chain === null && !isRefusal(made)) return failed(made.outcome.kind)
    if (chain !== null && chain[0] !== main[0]) chains[keyType] = chain
  }
  return observed(chains)
}

function askFor(keyType: KeyType, asker: Asker, offer: HandshakeWish['offer']): Promise<Attempt> {
  const signatureSchemes = schemesOf[keyType]
  return asker.handshake({ offer: { ...offer, signatureSchemes }, until: 'server-flight', refusals: true })
}

/** Its own word that it has none any more is an answer; silence is none, nor is a trouble of its own. */
function isRefusal({ outcome, flight }: Attempt): boolean {
  return hashes(flight.chain) === null && outcome.kind === 'alert' && refusesList(outcome)
}

function olderOffer(keyType: KeyType): HandshakeWish['offer'] {
  const suites = suitesFor(keyType, suitesOf('TLSv1.2'))
  return { legacyVersion: wireVersions['TLSv1.2'], versions: [], suites }
}

const schemesOf: Readonly<Record<KeyType, readonly number[]>> = {
  rsa: [...signatureSchemeIds('rsa'), ...signatureSchemeIds('rsa-pss')],
  ecdsa: signatureSchemeIds('ecdsa'),
  eddsa: signatureSchemeIds('eddsa'),
}

/** Up to TLS 1.2 EdDSA goes with the suites of ECDSA (RFC 8422 5.1.1); the suites of TLS 1.3 name no key. */
function suitesFor(keyType: KeyType, suites: readonly number[]): readonly number[] {
  const named = keyType === 'rsa' ? 'rsa' : 'ecdsa'
  return suites.filter((id) => {
    const { authentication, keyExchange } = suiteInfo(id) ?? {}
    return id >> 8 === 0x13 || (authentication === named && keyExchange !== 'rsa-psk' && keyExchange !== 'srp')
  })
}

function hashes(chain: readonly Uint8Array[] | null): readonly string[] | null {
  return chain && chain.length > 0 ? chain.map((der) => fingerprint(der)) : null
}
