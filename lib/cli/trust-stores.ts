import { createHash } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { TrustStoreInput } from '#lib/scan/trust-store.ts'
import { readPem } from '#lib/x509/pem.ts'

/** A store that a command judges by. */
export interface CommandStore {
  readonly input: TrustStoreInput
  readonly publicRoots: boolean
}

/** Mozilla's roots as this Node carries them. */
export function publicRoots(): CommandStore {
  const { certificates } = readPem(rootCertificates.join('\n'))
  const name = `public roots of Node ${process.versions.node}`
  return { input: { ...named('public-roots', name, certificates), publicRoots: true }, publicRoots: true }
}

export function storeOf(path: string, anchors: readonly Uint8Array[]): CommandStore {
  return { input: named('file', path, anchors), publicRoots: false }
}

function named(id: string, name: string, anchors: readonly Uint8Array[]): TrustStoreInput {
  const hash = createHash('sha256')
  for (const anchor of anchors) hash.update(anchor)
  return { id, name, asOf: new Date().toISOString(), version: hash.digest('hex').slice(0, 16), anchors }
}
