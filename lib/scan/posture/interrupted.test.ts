import { expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { generateKeyPair, selfSigned } from '#lib/testing/certificates.ts'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { modern } from '#lib/testing/scan/scripted-cases.ts'
import type { ScriptedConfig } from '#lib/testing/scan/scripted-config.ts'
import { ScriptedTruth } from '#lib/testing/scan/scripted-truth.ts'

const certificates = { ...modern.certificates, ecdsa: [selfSigned({ key: generateKeyPair('p256') }).der] }

const older = [0xc018, 0x34, 0x35, 0x05, 0x0a, 0x2f, 0xcca8, 0xc02f, 0xc027]

// Orders that take questions of their own, once all suites are known.
test.each<[string, Partial<ScriptedConfig>]>([
  ['takes ChaCha20 for who names it first', { suitePreference: 'cha-cha', suites: { 'TLSv1.2': older } }],
  [
    'does so for who names it first of what it knows',
    { suitePreference: 'cha-cha-of-known', suites: { 'TLSv1.2': older } },
  ],
  [
    'does so in TLS 1.3',
    {
      versions: ['TLSv1.3'],
      suitePreference: 'cha-cha-of-known',
      suites: { 'TLSv1.3': [0x1302, 0x1305, 0x1304, 0x1303] },
    },
  ],
  [
    'shows the only certificate to some, and does so',
    {
      suitePreference: 'cha-cha-of-known',
      suites: { 'TLSv1.2': [0xcca9, 0xc00a, 0xc02b, 0x34] },
      groups: { 'TLSv1.2': [22, 30] },
      certificates: { ecdsa: certificates.ecdsa },
      certificateCurve: 23,
      schemes: { 'TLSv1.2': [0x0503] },
    },
  ],
  [
    'shows a certificate to some',
    { certificates, certificateCurve: 24, suites: { 'TLSv1.2': [0xc02c, ...older, 0xcca9] } },
  ],
])('the order of a server that %s is its own or none, whenever it falls silent', async (_name, changes) => {
  const config: ScriptedConfig = { ...modern, versions: ['TLSv1.2'], schemes, ...changes }
  const [version = 'TLSv1.2'] = config.versions
  const { names } = new ScriptedTruth(config).suites(version)
  const { server } = await observeScripted(config)
  for (let last = 1; last < server.connections; last += 1) {
    const { facts } = await observeScripted({ ...config, faultAt: (at) => (at > last ? 'timeout' : null) })
    const suites = valueOf(valueOf(facts.suites)?.[version] ?? unknown)
    if (suites?.preference !== 'server') continue
    expect(suites.accepted, `${last}`).toEqual(names.filter((name) => suites.accepted.includes(name)))
  }
})

test('whose order decides is not told by a list that was read in part, whenever the server falls silent for a while', async () => {
  const config: ScriptedConfig = {
    ...modern,
    ...{ versions: ['TLSv1'], suites: { TLSv1: [0xc013, 0xc014, 0x35] }, suitePreference: 'client' },
    ...{ groups: { TLSv1: [22, 25] }, curveMemory: 11 },
  }
  const { server } = await observeScripted(config)
  for (let from = 1; from < server.connections; from += 1) {
    for (let length = 1; length < 8; length += 1) {
      const faultAt = (at: number) => (at >= from && at < from + length ? 'timeout' : null)
      const { facts } = await observeScripted({ ...config, faultAt })
      const suites = valueOf(valueOf(facts.suites)?.['TLSv1'] ?? unknown)
      expect(['client', 'unknown', 'single'], `${from} ${length}`).toContain(suites?.preference ?? 'unknown')
    }
  }
})

const unknown = { status: 'skipped', reason: 'unknown' } as const
const schemes = { ...modern.schemes, 'TLSv1.2': [0x0403, 0x0503, 0x0804, 0x0805, 0x0401, 0x0501] }
