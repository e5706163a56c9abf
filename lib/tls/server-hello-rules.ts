import { maxTokenBytes, type Offer } from './client-hello.ts'
import { type KeyAgreement, keyAgreement } from './key-agreement/key-agreement.ts'
import type { ServerHello } from './server-hello.ts'
import { type Tls13Suite, tls13Suite } from './tls13-suites.ts'
import { wireVersions } from './versions.ts'
import { WireError } from './wire-reader.ts'

const extensionTypes = { preSharedKey: 41, supportedVersions: 43, cookie: 44, keyShare: 51 } as const
const ofRetry: readonly number[] = [extensionTypes.supportedVersions, extensionTypes.cookie, extensionTypes.keyShare]
const ofHello: readonly number[] = [
  extensionTypes.supportedVersions,
  extensionTypes.preSharedKey,
  extensionTypes.keyShare,
]

const nothing = new Uint8Array()

/** What holds of every ServerHello: it picks from what was offered. Throws WireError. */
export function expectOffered(hello: ServerHello, offer: Offer): void {
  const version = wireVersions[hello.version]
  const offered = offer.versions.length > 0 ? offer.versions.includes(version) : version <= offer.legacyVersion
  if (!offered) throw new WireError(`${hello.version} was not offered`)
  if (!offer.suites.includes(hello.suiteId))
    throw new WireError(`suite 0x${hello.suiteId.toString(16)} was not offered`)
  if (!(offer.compressions ?? [0]).includes(hello.compression)) throw new WireError('compression was not offered')
  // RFC 8446 B.4: the suites of TLS 1.3 mean nothing below it.
  if (hello.version !== 'TLSv1.3' && tls13Suite(hello.suiteId)) throw new WireError('a suite of TLS 1.3 below it')
}

/** RFC 8446 4.1.4. Throws WireError. */
export function expectRetry(hello: ServerHello, offer: Offer): void {
  expectTls13(hello, offer, ofRetry)
  const { groupId, cookie } = hello
  if (groupId === null && cookie === null) throw new WireError('a HelloRetryRequest that asks for no change')
  if (cookie !== null && cookie.length > maxTokenBytes) throw new WireError(`a cookie of ${cookie.length} bytes`)
  if (groupId === null) return
  if (!offer.groups.includes(groupId)) throw new WireError('a HelloRetryRequest for a group that was not offered')
  if (offer.keyShares?.some(({ group }) => group === groupId)) {
    throw new WireError('a HelloRetryRequest for a group whose share was sent')
  }
}

/** What a ServerHello of TLS 1.3 settles. */
export interface Settled {
  readonly suite: Tls13Suite
  readonly agreement: KeyAgreement
  /** The server's, a view. */
  readonly share: Uint8Array
}

/** RFC 8446 4.1.3, 4.2.8 and 4.2.11. Throws WireError. */
export function settle(hello: ServerHello, offer: Offer, retry: ServerHello | null): Settled {
  expectTls13(hello, offer, ofHello)
  const { suiteId, groupId, keyShare } = hello
  const suite = tls13Suite(suiteId)
  if (!suite) throw new WireError(`suite 0x${suiteId.toString(16)} is not of TLS 1.3`)
  if (retry && retry.suiteId !== suiteId) throw new WireError('another suite than the HelloRetryRequest named')
  if (groupId === null || keyShare === null) throw new WireError('a ServerHello without a key share')
  const agreement = offer.keyShares?.some(({ group }) => group === groupId) ? keyAgreement(groupId) : null
  if (!agreement) throw new WireError('a key share of a group of which none was sent')
  const identity = hello.extensions.get(extensionTypes.preSharedKey)
  if (identity && !(offer.preSharedKey && Buffer.of(0, 0).equals(identity))) {
    throw new WireError('a pre-shared key that was not offered')
  }
  return { suite, agreement, share: keyShare }
}

function expectTls13(hello: ServerHello, offer: Offer, extensions: readonly number[]): void {
  if (!hello.extensions.has(extensionTypes.supportedVersions)) throw new WireError('no supported_versions')
  for (const type of hello.extensions.keys()) {
    if (!extensions.includes(type)) throw new WireError(`extension ${type} stands in a ServerHello`)
  }
  expectOffered(hello, offer)
  if (Buffer.compare(hello.sessionId, offer.sessionId ?? nothing) !== 0) {
    throw new WireError('the session id is not the one that was sent')
  }
}
