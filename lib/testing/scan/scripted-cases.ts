import fc from 'fast-check'
import { generateKeyPair, selfSigned } from '#lib/testing/certificates.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import type { ScriptedConfig, ScriptedVersion } from './scripted-config.ts'

const leaves = {
  rsa: [selfSigned({ key: generateKeyPair('rsa2048') }).der],
  ecdsa: [selfSigned({ key: generateKeyPair('p256') }).der],
  eddsa: [selfSigned({ key: generateKeyPair('ed25519') }).der],
}

export const knownName = 'service.test'

/** A prime that no registry knows (not that anybody looks at whether it is one). */
export const ownPrime = Buffer.concat([Buffer.of(0), Buffer.alloc(128, 0xe7)])

/** A server of today: TLS 1.2 and 1.3, Mozilla's "intermediate" suites, an RSA certificate. */
export const modern: ScriptedConfig = {
  versions: ['TLSv1.2', 'TLSv1.3'],
  suites: {
    'TLSv1.3': [0x1302, 0x1303, 0x1301],
    'TLSv1.2': [0xc02f, 0xc030, 0xcca8, 0x9e, 0x9f, 0xccaa],
  },
  suitePreference: 'server',
  groups: { 'TLSv1.3': [29, 23, 30, 25, 24], 'TLSv1.2': [29, 23, 30, 25, 24] },
  groupPreference: 'server',
  schemes: {
    'TLSv1.3': [0x0804, 0x0805, 0x0806],
    'TLSv1.2': [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601],
  },
  certificates: { rsa: leaves.rsa },
  certificateCurve: null,
  curveMemory: null,
  alpn: ['h2', 'http/1.1'],
  strictAlpn: true,
  extendedMasterSecret: true,
  encryptThenMac: true,
  secureRenegotiation: true,
  clientRenegotiation: 'refuses',
  compression: false,
  heartbeat: false,
  fallbackScsv: true,
  tickets: true,
  sessionIds: true,
  forgetful: false,
  earlyDataBytes: null,
  strictNames: false,
  knownName,
  prime: ownPrime,
  fields: [],
  intolerantOf: [],
  signsLate: false,
  noGroupAlert: 40,
  chainScheme: null,
  ecdsaFirst: false,
  wantsClients: false,
  ssl2: 'refused',
  faultAt: () => null,
}

const suites = {
  'TLSv1.3': [0x1301, 0x1302, 0x1303, 0x1304, 0x1305],
  'TLSv1.2': [
    0xc02b, 0xc02c, 0xcca9, 0xc023, 0xc00a, 0xc02f, 0xc030, 0xcca8, 0xc027, 0xc013, 0x9e, 0x9f, 0xccaa, 0x33, 0x9c,
    0x9d, 0x2f, 0x35, 0x0a, 0x05, 0xc018, 0x34,
  ],
  'TLSv1.1': [0xc00a, 0xc009, 0xc013, 0xc014, 0x33, 0x39, 0x2f, 0x35, 0x0a, 0x05, 0xc018],
  TLSv1: [0xc00a, 0xc009, 0xc013, 0xc014, 0x33, 0x39, 0x2f, 0x35, 0x0a, 0x05, 0x34],
  SSLv3: [0x2f, 0x35, 0x0a, 0x05, 0x04, 0x33],
} as const
const curves = [29, 23, 24, 25, 30, 26, 22]
const groups = {
  'TLSv1.3': [29, 23, 24, 25, 30, 0x11ec, 256, 258],
  'TLSv1.2': curves,
  'TLSv1.1': curves,
  TLSv1: curves,
}
const schemes = {
  'TLSv1.3': [0x0403, 0x0804, 0x0805, 0x0806, 0x0807],
  'TLSv1.2': [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201, 0x0203, 0x0301, 0x0807],
}
const names = ['h2', 'http/1.1', 'http/1.0', 'imap', 'mqtt']

/** Some of the items, at least one, in any order. */
function some<Item>(items: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc.shuffledSubarray([...items], { minLength: 1 })
}

function byVersion(
  versions: readonly ScriptedVersion[],
  of: Readonly<Partial<Record<ScriptedVersion, readonly number[]>>>,
): fc.Arbitrary<Partial<Record<ScriptedVersion, readonly number[]>>> {
  return fc.record(Object.fromEntries(versions.map((version) => [version, some(of[version] ?? [0])])))
}

/** Servers of every kind, most of them stranger than any that there is. */
export const scriptedConfigs: fc.Arbitrary<ScriptedConfig> = fc
  .record({
    versions: some<ScriptedVersion>(['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3']),
    kinds: some(['rsa', 'ecdsa', 'eddsa'] as const),
  })
  .chain(({ versions, kinds }) =>
    fc.record<ScriptedConfig>({
      versions: fc.constant(versions),
      suites: byVersion(versions, suites),
      suitePreference: fc.constantFrom('server', 'client', 'cha-cha', 'cha-cha-of-known'),
      groups: byVersion(versions, groups),
      groupPreference: fc.constantFrom('server', 'client'),
      schemes: byVersion(versions, schemes),
      certificates: fc.constant(Object.fromEntries(kinds.map((kind) => [kind, leaves[kind]]))),
      certificateCurve: fc.constantFrom(23, null),
      curveMemory: fc.constantFrom(null, kinds.length === 1 && !versions.includes('TLSv1.3') ? 11 : null),
      alpn: fc.shuffledSubarray(names),
      strictAlpn: fc.boolean(),
      extendedMasterSecret: fc.boolean(),
      encryptThenMac: fc.boolean(),
      secureRenegotiation: fc.boolean(),
      clientRenegotiation: fc.constantFrom('accepts', 'refuses', 'drops', 'closes', 'silent'),
      compression: fc.boolean(),
      heartbeat: fc.boolean(),
      fallbackScsv: fc.boolean(),
      tickets: fc.boolean(),
      sessionIds: fc.boolean(),
      forgetful: fc.boolean(),
      earlyDataBytes: fc.constantFrom(null, 16384),
      strictNames: fc.boolean(),
      knownName: fc.constant(knownName),
      prime: fc.constant(ownPrime),
      fields: fc.constant([]),
      intolerantOf: fc.constantFrom([], [], ['grease'], ['long'], ['acme']),
      signsLate: fc.boolean(),
      noGroupAlert: fc.constantFrom(40, 40, 10, 80),
      chainScheme: fc.constantFrom(null, 0x0402),
      ecdsaFirst: fc.boolean(),
      wantsClients: fc.boolean(),
      ssl2: fc.constantFrom('refused', 'spoken', 'closed'),
      faultAt: fc.constant(() => null),
    }),
  )
  // Nothing tells the curve of a certificate that was not shown yet.
  .map((config) => (hasAnonymous(config) ? { ...config, curveMemory: null } : config))

function hasAnonymous(config: ScriptedConfig): boolean {
  return Object.values(config.suites).some((list) => list.some((suite) => suiteInfo(suite)?.authentication === 'anon'))
}
