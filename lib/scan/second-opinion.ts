import { connect, createSecureContext, type SecureContext } from 'node:tls'
import { remember } from '#lib/core/remember.ts'
import type { TrustOpinion } from '#lib/tls/observation.ts'
import { sentServerName } from './sent-server-name.ts'
import type { Reach } from './talk.ts'
import type { TrustStoreInput } from './trust-store.ts'

const engine = `node:tls (OpenSSL ${process.versions.openssl})`
const maxStores = 32
const contexts = new Map<string, SecureContext>()

/**
 * What node:tls says of the chain, by a handshake of its own with the store as its anchors; null where that handshake
 * came to no verdict, and behind a prelude, which it does not speak.
 */
export function secondOpinion(
  { ip, target, timeouts, signal }: Reach,
  store: TrustStoreInput,
): Promise<NonNullable<TrustOpinion['secondOpinion']> | null> {
  if (target.transport !== 'tls' || signal?.aborted) return Promise.resolve(null)
  const servername = sentServerName(target)
  return new Promise((resolve) => {
    const socket = connect({
      host: ip,
      port: target.port,
      secureContext: contextOf(store),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(servername === '' ? {} : { servername }),
    })
    const end = (error: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.destroy()
      resolve(error === undefined ? null : { engine, error: typeof error === 'string' ? error : null })
    }
    const onAbort = () => end(undefined)
    const timer = setTimeout(onAbort, Math.min(timeouts.overallMs, timeouts.idleMs))
    signal?.addEventListener('abort', onAbort, { once: true })
    // Declared as an Error, it is the code of OpenSSL's objection, or null.
    socket.once('secureConnect', () => end(socket.authorizationError ?? null))
    socket.once('close', () => end(undefined))
    socket.on('error', () => end(undefined))
  })
}

/** An empty list of anchors keeps the runtime's own roots out. */
function contextOf(store: TrustStoreInput): SecureContext {
  const key = JSON.stringify([store.id, store.version])
  const known = contexts.get(key)
  if (known) return known
  const made = createSecureContext({
    ca: store.anchors.map(toPem),
    allowPartialTrustChain: true,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  })
  remember(contexts, maxStores, key, made)
  return made
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
