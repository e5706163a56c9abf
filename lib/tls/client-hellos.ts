import { clientHello, freshRandom, helloRecord, type Offer, type OfferedKeyShare, plainRecord } from './client-hello.ts'
import type { ResumptionPsk } from './engine.ts'
import { keyAgreement } from './key-agreement/key-agreement.ts'
import { finishedMac, KeySchedule } from './key-schedule.ts'
import type { ServerHello } from './server-hello.ts'
import { expectRetry } from './server-hello-rules.ts'
import { type Tls13Hash, tls13Suite } from './tls13-suites.ts'
import { messageHashOf, Transcript } from './transcript.ts'
import { wireVersions } from './versions.ts'
import { WireError } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** What a handshake offers; its key shares are made for it. Early data is never sent: tickets tell how much is allowed. */
export type HandshakeOffer = Omit<Offer, 'keyShares' | 'preSharedKey' | 'cookie' | 'earlyData'>

/** A session of TLS 1.3 to resume, and how long ago its ticket came. */
export interface PskOffer {
  readonly psk: ResumptionPsk
  readonly ageMs: number
}

/** The hellos of one handshake: the first one, and the second where the server retries (RFC 8446 4.1.2). */
export class ClientHellos {
  /** As sent last. */
  offer: Offer
  readonly random = freshRandom()
  #psk: PskOffer | null
  /** With a binder inside; others are written again where they are needed, for thousands may wait for their answer. */
  #bound: Buffer | null
  #retry: { readonly firstHello: Buffer; readonly hello: ServerHello; readonly raw: Buffer } | null = null

  /** Shares are sent of those `shareGroups` that are offered and on which this Node can agree; of none, the server has to retry. */
  constructor(offer: HandshakeOffer, shareGroups: readonly number[], psk: PskOffer | null = null) {
    this.#psk = psk
    this.offer = offersTls13(offer)
      ? { sessionId: freshRandom(), ...offer, keyShares: sharesOf(shareGroups, offer) }
      : offer
    this.#bound = this.#withBinder()
  }

  /** The message that was sent last. */
  get raw(): Buffer {
    return this.#bound ?? clientHello(this.offer, this.random)
  }

  /** The records that carry the first one. */
  get record(): Buffer {
    const { recordVersion } = this.offer
    return this.#bound ? plainRecord(this.#bound, recordVersion) : helloRecord(this.offer, this.random)
  }

  get retry(): ServerHello | null {
    return this.#retry?.hello ?? null
  }

  /** The pre-shared key that stands in the last hello. */
  get psk(): ResumptionPsk | null {
    return this.#psk?.psk ?? null
  }

  /** The hello that a HelloRetryRequest asks for. Throws WireError for a request that is against the standard. */
  answer(hello: ServerHello, raw: Uint8Array): void {
    if (this.#retry) throw new WireError('a second HelloRetryRequest')
    expectRetry(hello, this.offer)
    const { groupId, cookie } = hello
    if (groupId !== null && keyAgreement(groupId) === null) {
      throw new WireError(`no agreement on group 0x${groupId.toString(16)} is possible here`)
    }
    this.#retry = { firstHello: this.raw, hello, raw: Buffer.from(raw) }
    if (this.#psk && tls13Suite(this.#psk.psk.suiteId)?.hash !== tls13Suite(hello.suiteId)?.hash) this.#psk = null
    const { preSharedKey: _, ...kept } = this.offer
    this.offer = {
      ...kept,
      ...(groupId === null ? {} : { keyShares: sharesOf([groupId], this.offer) }),
      ...(cookie ? { cookie } : {}),
    }
    this.#bound = this.#withBinder()
  }

  /** All that was said up to the last hello. */
  transcript(hash: Tls13Hash): Transcript {
    return this.#before(hash).add(this.raw)
  }

  #before(hash: Tls13Hash): Transcript {
    const transcript = new Transcript(hash)
    if (this.#retry) transcript.add(messageHashOf(hash, this.#retry.firstHello)).add(this.#retry.raw)
    return transcript
  }

  #withBinder(): Buffer | null {
    const suite = this.#psk && tls13Suite(this.#psk.psk.suiteId)
    if (!this.#psk || !suite || !this.offer.keyShares) return null
    const { psk, ageMs } = this.#psk
    this.offer = { ...this.offer, preSharedKey: preSharedKey(psk, ageMs, suite.hashBytes) }
    const message = clientHello(this.offer, this.random)
    // RFC 8446 4.2.11.2: the binder covers the message up to the list of binders, which here is the end of it.
    const truncated = message.subarray(0, message.length - 3 - suite.hashBytes)
    const binderKey = new KeySchedule(suite.hash, psk.key).binderKey()
    message.set(
      finishedMac(suite.hash, binderKey, this.#before(suite.hash).add(truncated).digest()),
      message.length - suite.hashBytes,
    )
    return message
  }
}

function offersTls13(offer: HandshakeOffer): boolean {
  return offer.versions.includes(wireVersions['TLSv1.3'])
}

const sharesByLists = new WeakMap<
  readonly number[],
  { readonly groups: unknown; readonly shares: readonly OfferedKeyShare[] }
>()

/** RFC 8446 4.2.8: of groups that are offered. The same two lists, which most hellos share, are looked at once. */
function sharesOf(shareGroups: readonly number[], { groups }: HandshakeOffer): readonly OfferedKeyShare[] {
  const known = sharesByLists.get(shareGroups)
  if (known?.groups === groups) return known.shares
  const shares = shareGroups.flatMap((group) => {
    const agreement = groups.includes(group) ? keyAgreement(group) : null
    return agreement ? [{ group, share: agreement.publicShare }] : []
  })
  sharesByLists.set(shareGroups, { groups, shares })
  return shares
}

/** The body of the extension (RFC 8446 4.2.11) with a binder of zeros. */
function preSharedKey({ ticket, ageAdd }: ResumptionPsk, ageMs: number, binderBytes: number): Buffer {
  const age = (Math.max(0, Math.round(ageMs)) + ageAdd) % 2 ** 32
  return new WireWriter()
    .vector(2, (writer) => {
      writer.vector(2, () => writer.bytes(ticket))
      writer.uint(Math.floor(age / 65536), 2).uint(age % 65536, 2)
    })
    .vector(2, (writer) => writer.vector(1, () => writer.bytes(new Uint8Array(binderBytes))))
    .finish()
}
