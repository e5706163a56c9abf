import { keyExchangeGroup } from '#lib/tls/groups.ts'
import { signatureSchemeName } from '#lib/tls/signature-schemes.ts'
import { cipherSuite, suiteInfo } from '#lib/tls/suites.ts'
import type { ScriptedConfig, ScriptedVersion } from './scripted-config.ts'
import { certificateFor } from './scripted-negotiation.ts'

export interface TrueList {
  /** In the server's order. */
  readonly names: readonly string[]
  readonly preference: 'server' | 'client' | 'single' | 'unknown'
}

/** What can be negotiated with some client, by the model's configuration alone. */
export class ScriptedTruth {
  readonly #config: ScriptedConfig

  constructor(config: ScriptedConfig) {
    this.#config = config
  }

  speaks(version: ScriptedVersion): boolean {
    return this.#config.versions.includes(version) && this.#suites(version).length > 0
  }

  suites(version: ScriptedVersion): TrueList {
    const preference = this.#config.suitePreference === 'client' ? 'client' : 'server'
    return listOf(
      this.#suites(version).map((id) => cipherSuite(id).name),
      preference,
    )
  }

  /** Of one suite and of ChaCha20 beside it, the one that a client names first is taken: nothing tells whose order that is. */
  ordersSuites(version: ScriptedVersion): boolean {
    const suites = this.#suites(version)
    const plain = suites.filter((id) => !suiteInfo(id)?.cipher.startsWith('CHACHA20'))
    return this.#config.suitePreference !== 'cha-cha-of-known' || plain.length !== 1 || suites.length === 1
  }

  groups(version: ScriptedVersion): TrueList {
    const { groups, groupPreference, certificateCurve } = this.#config
    const all = groups[version] ?? []
    const used = version === 'TLSv1.3' || this.#suites(version).some((id) => suiteInfo(id)?.keyExchange === 'ecdhe')
    const curve = certificateCurve !== null && this.#needsCurve(version) ? all.indexOf(certificateCurve) : -1
    // The curve is on every list on which the certificate can be shown, so what comes after it is never chosen.
    const reached = groupPreference === 'server' && curve >= 0 ? all.slice(0, curve + 1) : all
    return listOf(used ? reached.map((id) => keyExchangeGroup(id).name) : [], groupPreference)
  }

  /** ECDSA certificates alone lead to groups. */
  #needsCurve(version: ScriptedVersion): boolean {
    if (version === 'TLSv1.3' || !this.#config.certificates.ecdsa) return false
    // An EdDSA certificate serves the same suites, and has no curve of that list.
    if (version === 'TLSv1.2' && this.#schemes(version).some((id) => certificateFor(id) === 'eddsa')) return false
    const curves = this.#suites(version).filter((id) => suiteInfo(id)?.keyExchange === 'ecdhe')
    return curves.every((id) => suiteInfo(id)?.authentication === 'ecdsa')
  }

  schemes(version: 'TLSv1.2' | 'TLSv1.3'): readonly string[] {
    const suites = this.#suites(version)
    const used = this.#schemes(version).filter((scheme) => {
      const authentication = certificateFor(scheme) === 'rsa' ? 'rsa' : 'ecdsa'
      return suites.some(
        (id) => version === 'TLSv1.3' || (this.#isSigned(id) && suiteInfo(id)?.authentication === authentication),
      )
    })
    return used.toSorted((left, right) => left - right).map(signatureSchemeName)
  }

  #suites(version: ScriptedVersion): readonly number[] {
    return (this.#config.suites[version] ?? []).filter((id) => this.#isPossible(version, id))
  }

  #isPossible(version: ScriptedVersion, id: number): boolean {
    const { certificates } = this.#config
    const { keyExchange, authentication } = suiteInfo(id) ?? {}
    if (authentication === 'anon') return true
    if (keyExchange === 'rsa') return certificates.rsa !== undefined
    if (version === 'TLSv1.3') return this.#schemes(version).length > 0
    if (version !== 'TLSv1.2') return certificates[authentication === 'rsa' ? 'rsa' : 'ecdsa'] !== undefined
    return this.#schemes(version).some((scheme) => (certificateFor(scheme) === 'rsa') === (authentication === 'rsa'))
  }

  #isSigned(id: number): boolean {
    const { keyExchange, authentication } = suiteInfo(id) ?? {}
    return (keyExchange === 'ecdhe' || keyExchange === 'dhe') && authentication !== 'anon'
  }

  /** Those that a certificate can use. */
  #schemes(version: ScriptedVersion): readonly number[] {
    const { schemes, certificates } = this.#config
    return (schemes[version] ?? []).filter((scheme) => {
      const certificate = certificateFor(scheme)
      return certificate !== null && certificates[certificate] !== undefined
    })
  }
}

function listOf(names: readonly string[], preference: 'server' | 'client'): TrueList {
  if (names.length < 2) return { names, preference: names.length === 1 ? 'single' : 'unknown' }
  return { names, preference }
}
