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
  /** Alert behind the certificate, where the flight breaks off; null: it does not. */
  readonly brokenBy: number | null
}

const newestFirst = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'] as const
const longBytes = 2000
const isGrease = (value: number) => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff)
const finiteField = (group: number) => group >= 256 && group <= 260

/** An alert's code where they have nothing in common. */
export function negotiate(config: ScriptedConfig, sent: Offer): Settlement | number {
  const version = versionFor(config, sent)
  if (version === null) return 70
  const offer = version === 'TLSv1.3' ? sent : { ...sent, groups: remembered(config, sent.groups) }
  if (offer.suites.includes(0x5600) && config.fallbackScsv && isBelowNewest(config, version)) return 86
  if (config.intolerantOf.includes('grease') && offer.suites.some(isGrease)) return 40
  if (config.intolerantOf.includes('long') && clientHello(offer).length > longBytes) return 50
  if (config.intolerantOf.includes('empty-key-share') && offer.keyShares?.length === 0) return 40
  if (config.intolerantOf.includes('status-request') && offer.statusRequest) return 80
  if (config.intolerantOf.includes('acme') && offer.alpn?.includes('acme-tls/1')) return 80
  if (config.intolerantOf.includes('many-suites') && offer.suites.length > 150) return 50
  if (config.strictNames && offer.serverName !== config.knownName) return 112
  const { chainScheme } = config
  if (version === 'TLSv1.2' && chainScheme !== null && !offer.signatureSchemes.includes(chainScheme)) return 71
  const names = version === 'SSLv3' ? [] : (offer.alpn ?? [])
  const alpn = config.alpn.find((name) => names.includes(name)) ?? null
  if (alpn === null && config.alpn.length > 0 && names.length > 0 && config.strictAlpn) return 120
  const possible = (config.suites[version] ?? []).flatMap((suite) => fitting(config, offer, version, suite) ?? [])
  const chosen = choose(config.suitePreference, possible, offer.suites, config.suites[version] ?? [])
  if (chosen) return { ...chosen, version, alpn }
  const groups = config.groups[version] ?? []
  return version === 'TLSv1.3' && !groups.some((group) => offer.groups.includes(group)) ? config.noGroupAlert : 40
}

function remembered({ curveMemory }: ScriptedConfig, groups: readonly number[]): readonly number[] {
  if (curveMemory === null) return groups
  const kept = groups.filter((group) => group >= 18 && group <= 30).slice(0, curveMemory)
  return groups.filter((group) => kept.includes(group) || finiteField(group))
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
  if (dhe && config.fieldsAlone === true && field === undefined) return null
  const base = { suite, group, dhe, field: field ?? null }
  const unsigned = { ...base, scheme: null, brokenBy: null }
  if (authentication === 'anon') return { ...unsigned, certificate: null }
  if (keyExchange === 'rsa') return config.certificates.rsa ? { ...unsigned, certificate: 'rsa' } : null
  return signed(config, offer, version, authentication ?? '', base)
}

function signed(
  config: ScriptedConfig,
  offer: Offer,
  version: ScriptedVersion,
  authentication: string,
  base: Omit<Fit, 'scheme' | 'certificate' | 'brokenBy'>,
): Fit | null {
  const fits = (certificate: ScriptedCertificate) =>
    config.certificates[certificate] !== undefined &&
    (authentication === 'certificate' || authentication === (certificate === 'rsa' ? 'rsa' : 'ecdsa'))
  const usable = (certificate: ScriptedCertificate) =>
    fits(certificate) &&
    !(certificate === 'ecdsa' && version !== 'TLSv1.3' && misses(config.certificateCurve, offer.groups))
  if (version !== 'TLSv1.3' && version !== 'TLSv1.2') {
    const certificate = authentication === 'rsa' ? 'rsa' : 'ecdsa'
    return usable(certificate) ? { ...base, scheme: null, certificate, brokenBy: null } : null
  }
  const ecdsaAlone =
    config.ecdsaFirst &&
    version === 'TLSv1.3' &&
    config.certificates.ecdsa !== undefined &&
    [config.schemes[version] ?? [], offer.signatureSchemes].every((list) =>
      list.some((scheme) => certificateFor(scheme) === 'ecdsa'),
    )
  for (const scheme of config.schemes[version] ?? []) {
    if (ecdsaAlone && certificateFor(scheme) !== 'ecdsa') continue
    const certificate = certificateFor(scheme)
    if (offer.signatureSchemes.includes(scheme) && certificate && usable(certificate))
      return { ...base, scheme, certificate, brokenBy: null }
  }
  if (ecdsaAlone) return { ...base, scheme: null, certificate: 'ecdsa', brokenBy: 80 }
  const late = config.signsLate && version === 'TLSv1.2' ? signers.find(fits) : undefined
  return late && usable(late) ? { ...base, scheme: null, certificate: late, brokenBy: 40 } : null
}

const signers = ['rsa', 'ecdsa', 'eddsa'] as const

function misses(curve: number | null, groups: readonly number[]): boolean {
  return curve !== null && !groups.includes(curve)
}

export function certificateFor(scheme: number): ScriptedCertificate | null {
  const type = signatureScheme(scheme)?.keyType
  return type === 'rsa' || type === 'ecdsa' || type === 'eddsa' ? type : null
}

function choose(
  preference: ScriptedConfig['suitePreference'],
  fits: readonly Fit[],
  offered: readonly number[],
  own: readonly number[],
) {
  const isChaCha = (suite: number) => suiteInfo(suite)?.cipher.startsWith('CHACHA20') ?? false
  const known = offered.find((suite) => suiteInfo(suite) !== null)
  const common = fits.filter(({ suite }) => offered.includes(suite))
  if (preference === 'client') return common.toSorted((a, b) => offered.indexOf(a.suite) - offered.indexOf(b.suite))[0]
  const leads = preference === 'cha-cha-of-known' ? offered.find((suite) => own.includes(suite)) : known
  if (preference.startsWith('cha-cha') && leads !== undefined && isChaCha(leads)) {
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
