import { expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { modern } from '#lib/testing/scan/scripted-cases.ts'

const tls12 = { versions: ['TLSv1.2'], fields: [256], fieldsAlone: true } as const

async function observe(changes: Partial<typeof modern>) {
  const { facts, server } = await observeScripted({ ...modern, ...tls12, ...changes })
  return {
    suites: valueOf(facts.suites)?.['TLSv1.2'],
    groups: valueOf(facts.groups)?.['TLSv1.2'],
    connections: server.connections,
  }
}

test('suites that only clients get which name a group of RFC 7919 are found, with their group', async () => {
  const { suites, groups } = await observe({
    suites: { 'TLSv1.2': [0xc02f, 0xc030, 0x9e, 0x9f] },
    suitePreference: 'client',
  })
  expect(suites).toMatchObject({ status: 'observed', value: { preference: 'client', complete: true } })
  expect(suites && valueOf(suites)?.accepted).toEqual(
    expect.arrayContaining([
      'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    ]),
  )
  expect(groups && valueOf(groups)?.accepted.map(({ name }) => name)).toEqual(expect.arrayContaining(['ffdhe2048']))
})

test('where they stand in the order of a server among its other suites is not known', async () => {
  const { suites } = await observe({ suites: { 'TLSv1.2': [0xc030, 0x9e, 0xc02f] }, suitePreference: 'server' })
  expect(suites && valueOf(suites)).toMatchObject({ preference: 'unknown', complete: true })
})
