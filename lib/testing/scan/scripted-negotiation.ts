import { clientHello, type Offer } from '#lib/tls/client-hello.ts'
import { signatureScheme } from '#lib/tls/signature-schemes.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { ScriptedCertificate, ScriptedConfig, ScriptedVersion } from './scripted-config.ts'

/** What the model settles on with one client. */
export interface Settlement {
  readonly version: ScriptedVersion
  readonly suite: number
  readonly group: number | null
  /** RFC 7919's field where the client's groups decide, null for the server's own prime. */
  readonly field: number | null
  readonly dhe: boolean
  readonly scheme: number | null
  readonly certificate: ScriptedCertificate | null
  readonly alpn: string | null
}

const newestFirst = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'] as const
const longBytes = 2000
const isGrease = (value: number) => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff)
const finiteField = (group: number) => group >= 256 && group <= 260

/** An alert's code where they have nothing in common. */
export function negotiate(config: ScriptedConfig, offer: Offer): Settlement | number {
  const version = versionFor(config, offer)
  if (version === null) return 70
  if (offer.suites.includes(0x5600) && config.fallbackScsv && isBelowNewest(config, version)) return 86
  if (config.intolerantOf.includes('grease') && offer.suites.some(isGrease)) return 40
  if (config.intolerantOf.includes('long') && clientHello(offer).length > longBytes) return 50
  if (config.intolerantOf.includes('empty-key-share') && offer.keyShares?.length === 0) return 40
  if (config.strictNames && offer.serverName !== config.knownName) return 112
  const names = version === 'SSLv3' ? [] : (offer.alpn ?? [])
  const alpn = config.alpn.find((name) => names.includes(name)) ?? null
  if (alpn === null && config.alpn.length > 0 && names.length > 0 && config.strictAlpn) return 120
  const possible = (config.suites[version] ?? []).flatMap((suite) => fitting(config, offer, version, suite) ?? [])
  const chosen = choose(config.suitePreference, possible, offer.suites)
  return chosen ? { ...chosen, version, alpn } : 40
}

type Fit = Omit<Settlement, 'version' | 'alpn'>

function versionFor({ versions }: ScriptedConfig, { versions: named, legacyVersion }: Offer): ScriptedVersion | null {
  const offered = (version: ScriptedVersion) =>
    named.length > 0 ? named.includes(wireVersions[version]) : wireVersions[version] <= legacyVersion
  return newestFirst.find((version) => versions.includes(version) && offered(version)) ?? null
}

function isBelowNewest({ versions }: ScriptedConfig, version: ScriptedVersion): boolean {
  return versions.some((other) => wireVersions[other] > wireVersions[version])
}

/** How a suite would be used with this client, null where it can't. */
function fitting(config: ScriptedConfig, offer: Offer, version: ScriptedVersion, suite: number): Fit | null {
  const info = suiteInfo(suite)
  const { keyExchange, authentication } = info ?? {}
  const tls13 = version === 'TLSv1.3'
  const curves = (config.groups[version] ?? []).filter((group) => offer.groups.includes(group))
  const group = tls13 || keyExchange === 'ecdhe' ? pick(config.groupPreference, curves, offer.groups) : null
  if (group === undefined) return null
  const dhe = keyExchange === 'dhe'
  const clientFields = offer.groups.filter(finiteField)
  const field = dhe && config.fields.length > 0 ? config.fields.find((one) => clientFields.includes(one)) : undefined
  if (dhe && config.fields.length > 0 && clientFields.length > 0 && field === undefined) return null
  const base = { suite, group, dhe, field: field ?? null }
  if (authentication === 'anon') return { ...base, scheme: null, certificate: null }
  if (keyExchange === 'rsa') return config.certificates.rsa ? { ...base, scheme: null, certificate: 'rsa' } : null
  return signed(config, offer, version, authentication ?? '', base)
}

function signed(
  config: ScriptedConfig,
  offer: Offer,
  version: ScriptedVersion,
  authentication: string,
  base: Omit<Fit, 'scheme' | 'certificate'>,
): Fit | null {
  const usable = (certificate: ScriptedCertificate) =>
    config.certificates[certificate] !== undefined &&
    (authentication === 'certificate' || authentication === (certificate === 'rsa' ? 'rsa' : 'ecdsa')) &&
    !(certificate === 'ecdsa' && version !== 'TLSv1.3' && misses(config.certificateCurve, offer.groups))
  if (version !== 'TLSv1.3' && version !== 'TLSv1.2') {
    const certificate = authentication === 'rsa' ? 'rsa' : 'ecdsa'
    return usable(certificate) ? { ...base, scheme: null, certificate } : null
  }
  for (const scheme of config.schemes[version] ?? []) {
    const certificate = certificateFor(scheme)
    if (offer.signatureSchemes.includes(scheme) && certificate && usable(certificate))
      return { ...base, scheme, certificate }
  }
  return null
}

function misses(curve: number | null, groups: readonly number[]): boolean {
  return curve !== null && !groups.includes(curve)
}

export function certificateFor(scheme: number): ScriptedCertificate | null {
  const type = signatureScheme(scheme)?.keyType
  return type === 'rsa' || type === 'ecdsa' || type === 'eddsa' ? type : null
}

function choose(preference: ScriptedConfig['suitePreference'], fits: readonly Fit[], offered: readonly number[]) {
  const isChaCha = (suite: number) => suiteInfo(suite)?.cipher.startsWith('CHACHA20') ?? false
  const known = offered.find((suite) => suiteInfo(suite) !== null)
  const common = fits.filter(({ suite }) => offered.includes(suite))
  if (preference === 'client') return common.toSorted((a, b) => offered.indexOf(a.suite) - offered.indexOf(b.suite))[0]
  if (preference === 'cha-cha' && known !== undefined && isChaCha(known)) {
    return common.find(({ suite }) => isChaCha(suite)) ?? common[0]
  }
  return common[0]
}

function pick(
  preference: 'server' | 'client',
  common: readonly number[],
  offered: readonly number[],
): number | undefined {
  return preference === 'server' ? common[0] : offered.find((group) => common.includes(group))
}
