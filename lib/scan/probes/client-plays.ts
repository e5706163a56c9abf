import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import { clientCredential } from '#lib/tls/client-credential.ts'
import type { ClientCredential } from '#lib/tls/conversation.ts'
import type { MtlsClient, ProtocolVersion, Target } from '#lib/tls/observation.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import type { ClientKeyPairs } from '../observe-options.ts'
import { impersonatingClient, untrustedClient } from '../untrusted-client.ts'
import { type ClientRole, describeTreatment, isRefusal, type Treatment, treatmentOf } from './client-treatment.ts'
import { headAnswer } from './head-question.ts'
import { pageQuestion, speaksOfCertificates } from './refusal-page.ts'

/** One client that was played, and what the server did to it. */
export interface ClientPlay {
  readonly role: ClientRole
  readonly client: MtlsClient
  readonly name: string
  readonly treatment: Treatment
  readonly detail: string
}

export interface PlayOptions {
  readonly target: Target
  /** The handshake without a certificate. */
  readonly bare: Attempt
  readonly version: ProtocolVersion
  /** What the server asked for in it. */
  readonly request: CertificateRequest
  readonly asker: Asker
  /** How `bare` was led. */
  readonly wish: HandshakeWish
  readonly clients: ClientKeyPairs | null
}

const roles = {
  none: { client: 'none', name: 'without a certificate' },
  selfMade: { client: 'self-made', name: 'with a self-made certificate' },
  impersonating: { client: 'self-made', name: 'with a self-made certificate under the name of an accepted CA' },
  valid: { client: 'valid', name: 'with the certificate that is given as valid' },
  wrongPurpose: { client: 'wrong-purpose', name: 'with the certificate that is given as unfit' },
  unauthorised: { client: 'unauthorised', name: 'with the certificate of an identity that has no right here' },
} as const

/**
 * Plays the clients one after the other. The one under a copied name is played only where the server named its
 * authorities and refused the plain self-made one: it shows a server that compares names and verifies nothing.
 */
export async function playClients(options: PlayOptions): Promise<readonly ClientPlay[]> {
  const { request, clients } = options
  const none = await settle('none', options.bare, null, options)
  const selfMade = await controlled(await play('selfMade', untrustedClient(request), options), none, options)
  const plays = [none, selfMade]
  if (selfMade.treatment !== 'served' && selfMade.treatment !== 'stood') {
    const impersonating = impersonatingClient(request)
    if (impersonating) plays.push(await play('impersonating', impersonating, options))
  }
  for (const role of ['valid', 'wrongPurpose', 'unauthorised'] as const) {
    const pair = clients?.[role]
    if (pair) plays.push(await play(role, clientCredential(pair.chain, pair.key), options))
  }
  return (await mayBeAboutAnything(options)) ? plays.map(doubted) : plays
}

/**
 * Whether the client without a certificate was answered 400 by a server whose page gives no certificate for the reason.
 * Where a client that ought to be taken is played, that one shows what the 400 of the others means.
 */
async function mayBeAboutAnything({ bare, clients, target, asker, wish }: PlayOptions): Promise<boolean> {
  const head = headAnswer(bare)
  if (head.kind !== 'answered' || head.http.status !== 400 || clients?.valid) return false
  const offer = { ...wish.offer, alpn: ['http/1.1'] }
  const { answer } = await asker.handshake({ ...wish, offer, question: pageQuestion(target) })
  return answer === null || !speaksOfCertificates(answer)
}

function doubted(one: ClientPlay): ClientPlay {
  if (one.treatment !== 'refused-by-http') return one
  return {
    ...one,
    treatment: 'denied-by-http',
    detail: `${one.detail}, which does not say that it is for the certificate`,
  }
}

async function play(role: ClientRole, credential: ClientCredential | null, options: PlayOptions): Promise<ClientPlay> {
  // An empty certificate would go in its place.
  if (!credential?.fits(options.version, options.request.schemes)) {
    const detail = 'not played: its key fits none of the signature schemes that the server named'
    return { role, ...roles[role], treatment: 'unclear', detail }
  }
  return settle(role, await options.asker.handshake({ ...options.wish, credential }), credential, options)
}

/**
 * A drop is weak evidence: it is looked at twice. The second time nothing is said in the session, for it may have been
 * the HEAD that was not liked, or the HEAD that met an alert on its way.
 */
async function settle(
  role: ClientRole,
  attempt: Attempt,
  credential: ClientCredential | null,
  { asker, wish, request }: PlayOptions,
): Promise<ClientPlay> {
  const treat = (made: Attempt): ClientPlay => {
    const treatment = treatmentOf(made, role)
    return { role, ...roles[role], treatment, detail: describeTreatment(made) }
  }
  const once = treat(attempt)
  if (once.treatment !== 'dropped') return once
  const again = isAfterHandshake(request) ? wish : withoutQuestion(wish)
  const twice = treat(await asker.handshake({ ...again, ...(credential ? { credential } : {}) }))
  if (twice.treatment === 'dropped') return { ...twice, detail: `${twice.detail}, twice` }
  if (twice.treatment === 'refused') return twice
  const headWasAsked = attempt.answer !== null
  if (twice.treatment === 'stood' && headWasAsked) {
    const detail = `${twice.detail}; dropped upon a HEAD /`
    // Where ALPN names HTTP it is no foreign word: nginx' 444 is such a denial, of this client or of whatever was asked.
    return { ...twice, detail, ...(attempt.flight.alpn === null ? {} : { treatment: 'denied-by-http' }) }
  }
  return { ...twice, treatment: 'unclear', detail: `${once.detail}; not so when it was tried again` }
}

/**
 * Where one client is dropped and the one without a certificate was refused by name, that one comes again: a path that
 * has begun to cut sessions short drops both.
 */
async function controlled(one: ClientPlay, none: ClientPlay, { asker, wish }: PlayOptions): Promise<ClientPlay> {
  if (one.treatment !== 'dropped' || !isRefusal(none.treatment)) return one
  const again = await asker.handshake(wish)
  if (treatmentOf(again, 'none') === none.treatment) return one
  const detail = `${one.detail}; but then, without a certificate: ${describeTreatment(again)}`
  return { ...one, treatment: 'unclear', detail }
}

/** RFC 8446 4.3.2: only a request after the handshake has a context. */
export function isAfterHandshake(request: CertificateRequest): boolean {
  return request.context.length > 0
}

function withoutQuestion({ question: _, ...wish }: HandshakeWish): HandshakeWish {
  return { ...wish, judgement: true }
}
