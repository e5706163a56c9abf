import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '#lib/export/report/bundle/index.ts'
import { exportBytes } from '#lib/testing/report/read-export.ts'
import { signer, signingContext, stranger } from '#lib/testing/report/sample-bundle.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-report-'))
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  const bytes = await exportBytes(bundle, sampleReport({ identities: 1 }), signingContext)
  writeFileSync(at('good.zip'), bytes)
  const changed = Buffer.from(bytes)
  changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(at('changed.zip'), changed)
  writeFileSync(at('keys.json'), JSON.stringify({ keys: [signer.jwk] }))
  writeFileSync(at('other.json'), JSON.stringify({ keys: [stranger.jwk] }))
  writeFileSync(at('none.json'), '{}')
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['lib/cli/main.ts', 'report', ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })
}

test('0: intact, and it says who vouches for the key', async () => {
  const alone = await run('verify', at('good.zip'))
  expect(alone).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^INTACT\n[\s\S]*ONLY THE BUNDLE ITSELF VOUCHES/),
  })
  const pinned = await run('verify', at('good.zip'), '--jwks', at('keys.json'))
  expect(pinned).toMatchObject({ code: 0, stdout: expect.stringContaining('which is the key that you named') })
  const named = await run('verify', at('good.zip'), '--kid', signer.jwk.kid, '--json')
  expect(named.code).toBe(0)
  expect(JSON.parse(named.stdout)).toMatchObject({ intact: true, signer: 'pinned', kid: signer.jwk.kid })
})

test('1: not intact, or signed by somebody else', async () => {
  expect(await run('verify', at('changed.zip'))).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^NOT INTACT\n/),
  })
  expect(await run('verify', at('good.zip'), '--jwks', at('other.json'))).toMatchObject({ code: 1 })
  expect(await run('verify', at('good.zip'), '--kid', stranger.jwk.kid)).toMatchObject({ code: 1 })
  expect(await run('verify', at('keys.json'))).toMatchObject({ code: 1 })
})

test('2: it can’t be told, or was not asked properly', async () => {
  for (const args of [
    ['verify', at('missing.zip')],
    ['verify', folder],
    ['verify', at('good.zip'), '--jwks', at('missing.json')],
    ['verify', at('good.zip'), '--jwks', at('none.json')],
    ['verify', at('good.zip'), '--jwks', 'http://keys.example/jwks.json'],
    ['verify', at('good.zip'), '--jwks', 'https://'],
    ['verify'],
    ['verify', at('good.zip'), '--unknown'],
    ['frobnicate'],
  ])
    expect(await run(...args)).toMatchObject({ code: 2, stdout: '' })
})
