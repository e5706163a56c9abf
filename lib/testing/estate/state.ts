import { createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { keyAlgorithms } from '../certificates/key-pair.ts'
import { generateKeyPair, type KeyAlgorithm, type KeyPair } from '../certificates.ts'

const stateSchema = z.object({
  createdAt: z.iso.datetime(),
  keys: z.record(z.string(), z.object({ algorithm: z.enum(keyAlgorithms), pem: z.string() })),
  ports: z.record(z.string(), z.int()),
})

/**
 * What a restart needs to find the same estate: its making, its keys and its ports. Certificates follow from these:
 * their serials come from their names, and the RSA signatures of the estate's CAs are always the same.
 */
export interface EstateState {
  readonly createdAt: Date
  /** The key of this name, made at the first call. */
  key(name: string, algorithm: KeyAlgorithm): KeyPair
  port(name: string): number | null
  setPort(name: string, port: number): void
  save(): void
}

/** Reads the state of an earlier run in the folder, or begins one. */
export function openState(folder: string, now: Date): EstateState {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'state.json')
  const kept = existsSync(path)
    ? stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    : { createdAt: now.toISOString(), keys: {}, ports: {} }
  return {
    createdAt: new Date(kept.createdAt),
    key(name, algorithm) {
      const known = kept.keys[name]
      if (known) return keyFromPem(known.algorithm, known.pem)
      const made = generateKeyPair(algorithm)
      kept.keys[name] = { algorithm, pem: made.pem }
      return made
    },
    port: (name) => kept.ports[name] ?? null,
    setPort(name, port) {
      kept.ports[name] = port
    },
    save() {
      writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
  }
}

function keyFromPem(algorithm: KeyAlgorithm, pem: string): KeyPair {
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  return { algorithm, publicKey, privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }), pem }
}
