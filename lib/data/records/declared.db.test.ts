import { beforeAll, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, countRows, oneRow } from '#lib/testing/estate.ts'
import { getReview, recordReview } from '../environments/record-review.ts'
import { readDeclaredFile } from './declared-file.ts'
import { importDeclared, previewDeclared } from './import-declared.ts'
import { getDeclared, saveDeclared } from './save-declared.ts'

describe('the file', () => {
  test('CSV: empty cells say nothing, a dash takes back, and every line keeps its number', () => {
    const { lines, problems } = readDeclaredFile(
      'identity,renewal,vendor,reviewedAt\n# ours\na.example.com,acme,,\n\nb.example.com,-,Partner Ltd,2026-05-01\nc.example.com,often,,\n,acme,,\nd.example.com,,,\n',
    )
    expect(lines).toEqual([
      { line: 3, identity: 'a.example.com', change: { renewal: 'acme' } },
      {
        line: 5,
        identity: 'b.example.com',
        change: { renewal: null, thirdParty: { vendor: 'Partner Ltd', reviewedAt: '2026-05-01T00:00:00Z' } },
      },
    ])
    expect(problems.map(({ line }) => line)).toEqual([6, 7, 8])
  })

  test.each([
    [
      'an array',
      '[\n{"identity": "a.example.com", "used": []},\n{"identity": "b.example.com", "renewal": null}\n]',
      [2, 3],
    ],
    ['lines', '{"identity": "a.example.com", "used": []}\n\n{"identity": "b.example.com", "renewal": null}', [1, 3]],
  ])('JSON as %s', (_, text, at) => {
    const { lines, problems } = readDeclaredFile(text)
    expect(problems).toEqual([])
    expect(lines.map(({ line }) => line)).toEqual(at)
    expect(lines.map(({ change }) => change)).toEqual([{ used: [] }, { renewal: null }])
  })

  test.each([
    ['host,renewal\na,acme', 'unknown columns: host'],
    ['renewal\nacme', 'no column identity'],
    ['{"identity": "a", "colour": "red"}', 'colour'],
    ['{"renewal": "acme"}', 'the name of an identity'],
    ['{"identity": "a", "colour": null}', 'there is no such member'],
  ])('%s is told of', (text, problem) => {
    expect(readDeclaredFile(text)).toMatchObject({
      lines: [],
      problems: [{ problem: expect.stringContaining(problem) }],
    })
  })
})

describe('in the database', () => {
  testDatabase()

  const viewer: Principal = { kind: 'user', id: 'v', name: 'Vera', role: 'viewer' }
  const ids = { a: '', environment: '' }

  beforeAll(async () => {
    ids.environment = String((await oneRow(`INSERT INTO environment (name) VALUES ('production') RETURNING id`)).id)
    ids.a = await addIdentity('a.example.com', { environmentId: ids.environment })
    await addIdentity('b.example.com')
  })

  test('a preview says what an import does, and writes nothing', async () => {
    const text = 'identity,renewal,standby\na.example.com,acme,\nA.example.com,,spare\nnobody.example.com,acme,\n'
    const told = await previewDeclared(systemPrincipal, text)
    expect(told).toMatchObject({ counts: { changed: 2, unchanged: 0, 'not-found': 1 }, problems: [] })
    expect(await getDeclared(systemPrincipal, ids.a)).toEqual({})
    expect(await importDeclared(systemPrincipal, text)).toEqual(told)
    expect(await getDeclared(systemPrincipal, ids.a)).toEqual({ renewal: 'acme', standby: 'spare' })
    expect(await countRows('audit_entry', `action = 'identity.declare'`)).toBe(1)
    expect(await oneRow(`SELECT detail FROM audit_entry WHERE action = 'identity.declare'`)).toEqual({
      detail: { before: {}, after: { renewal: 'acme', standby: 'spare' }, source: 'import' },
    })
    expect(await importDeclared(systemPrincipal, text)).toMatchObject({ counts: { changed: 0, unchanged: 2 } })
    expect(await countRows('audit_entry', `action = 'identity.declare'`)).toBe(1)
  })

  test('a form replaces all that was said, judged anew and audited; what is not in the schema is refused', async () => {
    await saveDeclared(systemPrincipal, ids.a, { keyStorage: 'hsm' })
    expect(await getDeclared(systemPrincipal, ids.a)).toEqual({ keyStorage: 'hsm' })
    expect(await countRows('identity', `id = '${ids.a}' AND evaluated_at IS NOT NULL`)).toBe(1)
    await expect(saveDeclared(systemPrincipal, ids.a, { keyStorage: 'drawer' })).rejects.toMatchObject({
      code: 'invalid-input',
      problems: [{ at: 'keyStorage' }],
    })
    await expect(saveDeclared(viewer, ids.a, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(importDeclared(viewer, 'identity\n')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(previewDeclared(viewer, 'identity\n')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a review of an environment is on record with its day and its reviewer, and is never of a day to come', async () => {
    expect(await getReview(viewer, ids.environment)).toEqual({ reviewedAt: null, reviewedBy: null })
    const at = new Date('2026-06-01T00:00:00Z')
    await recordReview(systemPrincipal, ids.environment, { at, by: 'Rita Reviewer' })
    expect(await getReview(viewer, ids.environment)).toEqual({ reviewedAt: at, reviewedBy: 'Rita Reviewer' })
    expect(await countRows('identity', `id = '${ids.a}' AND reevaluate_at <= now()`)).toBe(1)
    const tomorrow = new Date(Date.now() + dayMs)
    for (const wrong of [tomorrow, new Date('')])
      await expect(recordReview(systemPrincipal, ids.environment, { at: wrong })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    await expect(recordReview(viewer, ids.environment, { at })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
