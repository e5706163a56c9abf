import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'
import type { TrustStoreInput } from './trust-store.ts'

/**
 * What the scanner offers: every version and suite that OpenSSL still has, weak ones included, so that what a server
 * would accept can be seen. Anonymous suites are left out: a server that chose one would show no certificate.
 */
const observing: SecureContextOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.3',
  ciphers: 'ALL:COMPLEMENTOFALL:!aNULL:!PSK:!SRP:@SECLEVEL=0',
}

const maxStores = 32
const byStore = new Map<string, SecureContext>()

/** The context that judges by this store; null judges by an empty one, so that the runtime's roots never slip in. */
export function contextForStore(store: TrustStoreInput | null): SecureContext {
  const key = store === null ? '' : JSON.stringify([store.id, store.version])
  const known = byStore.get(key)
  if (known) return known
  const ca = (store?.anchors ?? []).map(toPem)
  const made = createSecureContext({ ...observing, ca, allowPartialTrustChain: true })
  if (byStore.size >= maxStores) byStore.delete(byStore.keys().next().value ?? '')
  byStore.set(key, made)
  return made
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
