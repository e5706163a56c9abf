import type { TlsFacts } from '#lib/tls/observation.ts'
import { readSuiteName, type SuiteParts } from '#lib/tls/suite-name.ts'
import { listedItems } from './spoken-versions.ts'

export interface NamedSuite extends SuiteParts {
  readonly name: string
}

export interface AcceptedSuites {
  /** Each once: the one that was negotiated, then those of the lists, newest version first. */
  readonly suites: readonly NamedSuite[]
  /** Why there may be more; null where all are known by name. */
  readonly missing: string | null
}

/** Every suite that an address is known to accept, SSL 2.0 apart. */
export function acceptedSuites(facts: TlsFacts): AcceptedSuites {
  const { items, missing } = listedItems(facts, facts.suites, ({ accepted, complete }) => ({
    items: accepted,
    missing: complete ? null : 'the list of suites is not complete',
  }))
  const negotiated = facts.cipherSuite.status === 'observed' ? [facts.cipherSuite.value.name] : []
  const names = [...new Set([...negotiated, ...items])]
  const nameless = names.find((name) => name.startsWith('0x'))
  return {
    suites: names.filter((name) => !name.startsWith('0x')).map((name) => ({ name, ...readSuiteName(name) })),
    missing: missing ?? (nameless === undefined ? null : `unknown suite ${nameless}`),
  }
}

/** Unencrypted, unauthenticated or cut down for export. */
export function protectsNothing({ bits, authentication, exportGrade }: SuiteParts): boolean {
  return bits === 0 || authentication === 'anon' || exportGrade
}

/** Keys that the server's long-lived key or another shared secret gives away later. */
export function lacksForwardSecrecy({ keyExchange }: SuiteParts): boolean {
  return !/^(tls13|ecdhe|dhe|ecdhe-psk|dhe-psk|srp|eccpwd)$/.test(keyExchange)
}

/** A block cipher in CBC mode under a MAC of its own. */
export function isCbc({ mac, blockBits, bits }: SuiteParts): boolean {
  return mac !== null && blockBits !== null && bits > 0
}

/** Can be read by who records enough of it; blocks of 64 bits, 3DES among them, are the lesser evil. */
export function isBroken({ bits, cipher, mac }: SuiteParts): boolean {
  return bits < 112 || cipher.startsWith('RC4') || mac === 'MD5'
}
