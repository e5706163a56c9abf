import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ClientKeyPair } from '#lib/scan/observe-options.ts'
import { opensslCertificate } from '#lib/x509/openssl-certificate.ts'
import { readPem } from '#lib/x509/pem.ts'
import { UsageError } from './usage-error.ts'

/** The flags that name a client's files, and what they were given; undefined where they were not. */
export interface ClientFiles {
  readonly flag: 'client' | 'wrong-client'
  readonly certificate: string | undefined
  readonly key: string | undefined
}

/** A client to play: PEM of its certificates, leaf first, and of its key. Null where none is named. Throws UsageError. */
export function readClientKeyPair({ flag, certificate, key }: ClientFiles): ClientKeyPair | null {
  if (certificate === undefined && key === undefined) return null
  if (certificate === undefined || key === undefined)
    throw new UsageError(`--${flag}-cert and --${flag}-key are wanted together`)
  const chain = readChain(`--${flag}-cert ${certificate}`, certificate)
  const keyObject = readKey(`--${flag}-key ${key}`, key)
  const [leaf] = chain
  if (leaf === undefined || !opensslCertificate(leaf)?.checkPrivateKey(keyObject))
    throw new UsageError(`--${flag}-key ${key}: it is not the key of the first certificate`)
  return { chain, key: keyObject }
}

function readChain(what: string, path: string): readonly Uint8Array[] {
  const { certificates, problems } = readPem(readText(what, path))
  const [first] = problems
  if (first) throw new UsageError(`${what} line ${first.line}: ${first.problem}`)
  return certificates
}

function readKey(what: string, path: string): KeyObject {
  const pem = readText(what, path)
  try {
    return createPrivateKey(pem)
  } catch {
    // The reason could quote the key.
    throw new UsageError(`${what}: no unencrypted private key in PEM`)
  }
}

function readText(what: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
