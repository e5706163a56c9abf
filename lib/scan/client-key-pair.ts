import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { opensslCertificate } from '#lib/x509/openssl-certificate.ts'
import { readPem } from '#lib/x509/pem.ts'
import type { ClientKeyPair } from './observe-options.ts'

/** A file in PEM, and the flag or setting that named it, for messages. `path` is undefined where none was named. */
export interface NamedFile {
  readonly name: string
  readonly path: string | undefined
}

/** Why a client can't be played. The message quotes nothing of the files. */
export class ClientKeyPairError extends Error {}

/**
 * A client to play: its certificates, leaf first, and its unencrypted key. Null where neither file is named. Throws
 * ClientKeyPairError.
 */
export function readClientKeyPair(certificate: NamedFile, key: NamedFile): ClientKeyPair | null {
  if (certificate.path === undefined && key.path === undefined) return null
  if (certificate.path === undefined || key.path === undefined)
    throw new ClientKeyPairError(`${certificate.name} and ${key.name} are wanted together`)
  const chain = readChain(`${certificate.name} ${certificate.path}`, certificate.path)
  const keyObject = readKey(`${key.name} ${key.path}`, key.path)
  const [leaf] = chain
  if (leaf === undefined || !opensslCertificate(leaf)?.checkPrivateKey(keyObject))
    throw new ClientKeyPairError(`${key.name} ${key.path}: it is not the key of the first certificate`)
  return { chain, key: keyObject }
}

function readChain(what: string, path: string): readonly Uint8Array[] {
  const { certificates, problems } = readPem(readText(what, path))
  const [first] = problems
  if (first) throw new ClientKeyPairError(`${what} line ${first.line}: ${first.problem}`)
  return certificates
}

function readKey(what: string, path: string): KeyObject {
  const pem = readText(what, path)
  try {
    return createPrivateKey(pem)
  } catch {
    // The reason could quote the key.
    throw new ClientKeyPairError(`${what}: no unencrypted private key in PEM`)
  }
}

function readText(what: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ClientKeyPairError(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
