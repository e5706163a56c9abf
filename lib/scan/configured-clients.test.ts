import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EnvError, readEnv } from '#lib/core/env.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { clientReader, readConfiguredClients } from './configured-clients.ts'

const root = createRoot()
const [client, renewed] = [root.issue({ dns: ['client.test'] }), root.issue({ dns: ['client.test'] })]
const folder = mkdtempSync(join(tmpdir(), 'countersign-clients-'))
const [certificate, key] = [join(folder, 'client.pem'), join(folder, 'client.key')]
const env = readEnv({ COUNTERSIGN_CLIENT_CERT: certificate, COUNTERSIGN_CLIENT_KEY: key })

beforeAll(() => write(client.pem, client.keyPem))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(certificatePem: string, keyPem: string): void {
  writeFileSync(certificate, certificatePem)
  writeFileSync(key, keyPem)
}

test('each client is read from its files, and there is none where none is named', () => {
  const { valid, wrongPurpose } = readConfiguredClients(env)
  expect(valid?.chain.map((der) => Buffer.from(der))).toEqual([Buffer.from(client.der)])
  expect(wrongPurpose).toBeNull()
  expect(clientReader(readEnv({}))()).toBeNull()
  const stranger = readEnv({
    COUNTERSIGN_UNAUTHORISED_CLIENT_CERT: certificate,
    COUNTERSIGN_UNAUTHORISED_CLIENT_KEY: key,
  })
  expect(clientReader(stranger)()).toMatchObject({ valid: null, unauthorised: { chain: [expect.anything()] } })
})

test('settings that can not work are refused, without a word of the key', () => {
  expect(() => readConfiguredClients(readEnv({ COUNTERSIGN_CLIENT_CERT: certificate }))).toThrow(
    'COUNTERSIGN_CLIENT_CERT and COUNTERSIGN_CLIENT_KEY are wanted together',
  )
  const swapped = readEnv({ COUNTERSIGN_WRONG_CLIENT_CERT: certificate, COUNTERSIGN_WRONG_CLIENT_KEY: certificate })
  expect(() => readConfiguredClients(swapped)).toThrow(EnvError)
  expect(() => readConfiguredClients(swapped)).toThrow(/COUNTERSIGN_WRONG_CLIENT_KEY .*: no unencrypted private key/)
})

test('a renewed client is played by the next scan; broken files cost its probes alone', () => {
  const read = clientReader(env)
  write(renewed.pem, renewed.keyPem)
  expect(Buffer.from(read()?.valid?.chain[0] ?? [])).toEqual(Buffer.from(renewed.der))
  write(renewed.pem, client.keyPem)
  expect(read()).toBeNull()
})
