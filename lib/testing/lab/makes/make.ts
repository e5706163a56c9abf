import type { ProtocolVersion } from '#lib/tls/observation.ts'
import type { Credentials, RunningServer } from '../tls-server.ts'
import { findBinary } from './binaries.ts'

/** A server of another make, in a process of its own. */
export interface MakeServer extends RunningServer {
  /** What it has written to its standard output and error so far. */
  readonly log: () => string
}

export type LabVersion = Exclude<ProtocolVersion, 'SSLv2'>

/** What every make is told in the same words. What a make has no switch for is refused with an error, never ignored. */
export interface MakeOptions {
  /** The first is the default; an RSA and an ECDSA one may stand side by side. */
  readonly certificates: readonly Credentials[]
  /** TLS 1.2 and 1.3. A list with a hole makes a server with a hole, where the make can. */
  readonly versions?: readonly LabVersion[]
  /** Up to TLS 1.2, in OpenSSL's words. */
  readonly ciphers?: string
  /** TLS 1.3, in OpenSSL's words. */
  readonly ciphersuites?: string
  /** In OpenSSL's words, `:` between. */
  readonly groups?: string
  readonly preference?: 'server' | 'client'
  /** PEM of DH parameters. */
  readonly dhParameters?: string
  readonly clients?: 'none' | 'optional' | 'required'
  /** PEM of the CAs for clients. */
  readonly clientCa?: string
  readonly alpn?: readonly string[]
  /** Whether tickets are given; the make's default where left out. */
  readonly tickets?: boolean
  /** DER of an OCSP response to staple. */
  readonly staple?: Buffer
  readonly earlyData?: boolean
  /** What one more name is shown. */
  readonly sni?: { readonly name: string; readonly credentials: Credentials }
  /** Names other than that of `sni` are refused. */
  readonly strictSni?: boolean
}

export interface Make {
  readonly name: string
  /** Null where it comes with the project's own packages. */
  readonly debianPackage: string | null
  available(): boolean
}

/** A make that is there when all its programs are. */
export function makeOf(name: string, debianPackage: string, ...programs: readonly string[]): Make {
  return { name, debianPackage, available: () => programs.every((program) => findBinary(program) !== null) }
}

/** What a skipped test says; null where the make is there. */
export function missing(make: Make): string | null {
  return make.available() ? null : `${make.name} is not installed (Debian: ${make.debianPackage})`
}

export function refuse(make: string, options: MakeOptions, ...unsupported: readonly (keyof MakeOptions)[]): void {
  for (const name of unsupported) if (options[name] !== undefined) throw new Error(`${make} has no switch for ${name}`)
}

export const labVersions: readonly LabVersion[] = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

type Versions = Pick<MakeOptions, 'versions'>

export function versionsOf(options: Versions): readonly LabVersion[] {
  const chosen = options.versions ?? ['TLSv1.2', 'TLSv1.3']
  return labVersions.filter((version) => chosen.includes(version))
}

/** Lowest and highest. */
export function rangeOf(options: Versions): { readonly min: LabVersion; readonly max: LabVersion } {
  const versions = versionsOf(options)
  return { min: versions[0] ?? 'TLSv1.2', max: versions.at(-1) ?? 'TLSv1.3' }
}

/** Those between the lowest and the highest that are left out. */
export function holesOf(options: Versions): readonly LabVersion[] {
  const versions = versionsOf(options)
  const { min, max } = rangeOf(options)
  const between = labVersions.slice(labVersions.indexOf(min), labVersions.indexOf(max))
  return between.filter((version) => !versions.includes(version))
}
