import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import { clientCredential } from '#lib/tls/client-credential.ts'
import type { ClientCredential } from '#lib/tls/conversation.ts'
import type { MtlsClient, ProtocolVersion } from '#lib/tls/observation.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import type { ClientKeyPairs } from '../observe-options.ts'
import { impersonatingClient, untrustedClient } from '../untrusted-client.ts'
import { type ClientRole, describeTreatment, type Treatment, treatmentOf } from './client-treatment.ts'

/** One client that was played, and what the server did to it. */
export interface ClientPlay {
  readonly role: ClientRole
  readonly client: MtlsClient
  readonly name: string
  readonly treatment: Treatment
  readonly detail: string
}

export interface PlayOptions {
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
} as const

/**
 * Plays the clients one after the other. The one under a copied name is played only where the server named its
 * authorities and refused the plain self-made one: it shows a server that compares names and verifies nothing.
 */
export async function playClients(options: PlayOptions): Promise<readonly ClientPlay[]> {
  const { request, clients } = options
  const plays = [await settle('none', options.bare, null, options)]
  const selfMade = await play('selfMade', untrustedClient(request), options)
  plays.push(selfMade)
  if (selfMade.treatment !== 'served' && selfMade.treatment !== 'stood') {
    const impersonating = impersonatingClient(request)
    if (impersonating) plays.push(await play('impersonating', impersonating, options))
  }
  for (const role of ['valid', 'wrongPurpose'] as const) {
    const pair = clients?.[role]
    if (pair) plays.push(await play(role, clientCredential(pair.chain, pair.key), options))
  }
  return plays
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
  if (twice.treatment === 'stood' && headWasAsked) return { ...twice, detail: `${twice.detail}; dropped upon a HEAD /` }
  return { ...twice, treatment: 'unclear', detail: `${once.detail}; not so when it was tried again` }
}

/** RFC 8446 4.3.2: only a request after the handshake has a context. */
export function isAfterHandshake(request: CertificateRequest): boolean {
  return request.context.length > 0
}

function withoutQuestion({ question: _, ...wish }: HandshakeWish): HandshakeWish {
  return { ...wish, judgement: true }
}
