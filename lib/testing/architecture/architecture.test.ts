import { describe, expect, test } from 'vitest'
import { docViolations } from './docs.ts'
import { fileViolations } from './files.ts'
import { floorViolations } from './floors.ts'
import { exists, projectFiles } from './project-files.ts'

const code = projectFiles(['.ts', '.tsx'])

describe('the project', () => {
  test('is read', () => {
    expect(code.size).toBeGreaterThan(40)
    expect([...code.keys()]).toContain('lib/core/severity.ts')
    expect([...code.keys()].filter((path) => path.includes('generated') || path.includes('node_modules'))).toEqual([])
  })

  test('imports only downwards', () => {
    expect(floorViolations(code)).toEqual([])
  })

  test('keeps names, lengths and the borders of client code', () => {
    expect(fileViolations(code)).toEqual([])
  })

  test('names only files that exist in its documents', () => {
    expect(docViolations(projectFiles(['.md']), exists)).toEqual([])
  })
})

describe('the floors bite on a planted violation', () => {
  test.each([
    ['lib/core/a.ts', "import { b } from '#lib/data/b.ts'", 'which is not below it'],
    ['lib/tls/a.ts', "import type { C } from '../checks/contract.ts'", 'which is not below it'],
    ['lib/x509/a.ts', "export { b } from '#lib/tls/b.ts'", 'which is not below it'],
    ['lib/notify/a.ts', "import {\n  b,\n  c,\n} from '#lib/export/b.ts'", 'which is not below it'],
    ['lib/data/a.ts', "const b = await import('#lib/jobs/b.ts')", 'which is not below it'],
    ['lib/checks/a.ts', "import { connect } from 'node:tls'", 'no sockets'],
    ['lib/compliance/a.ts', "import { useState } from 'react'", 'no React'],
    ['lib/api/a.ts', "import pg from 'pg'", 'speak to the database'],
    ['lib/jobs/a.ts', "import { lab } from '#lib/testing/lab/b.ts'", 'lib/testing'],
    ['lib/cli/a.ts', "import { Table } from '#components/table/table.tsx'", 'only pages'],
    ['app/page.tsx', "import { prisma } from '#lib/db/client.ts'", 'through lib/data'],
    ['app/page.tsx', "import { PrismaClient } from '@prisma/client'", 'speak to the database'],
    ['components/ui/a.tsx', "import { Badge } from '../finding/badge.tsx'", 'primitives'],
    ['components/finding/a.tsx', "import { listFindings } from '#lib/data/findings/list-findings.ts'", 'as props'],
    ['components/finding/a.tsx', "import { action } from '#app/findings/actions.ts'", 'no pages'],
  ])('%s: %s', (path, text, fault) => {
    expect(floorViolations(new Map([[path, text]]))).toEqual([expect.stringContaining(fault)])
  })

  test.each([
    ['lib/jobs/a.ts', "import { b } from '#lib/data/b.ts'"],
    ['lib/tls/a.ts', "import { b } from './b.ts'"],
    ['lib/scan/a.ts', "import { connect } from 'node:tls'"],
    ['lib/jobs/a.test.ts', "import { lab } from '#lib/testing/lab/b.ts'"],
    ['components/finding/a.tsx', "import type { FindingRow } from '#lib/data/findings/list-findings.ts'"],
    ['components/finding/a.tsx', "import { findingFilter } from '#lib/data/findings/finding-filter.ts'"],
  ])('%s may: %s', (path, text) => {
    expect(floorViolations(new Map([[path, text]]))).toEqual([])
  })
})

describe('the rules of files bite on a planted violation', () => {
  test.each([
    ['lib/core/utils.ts', '', 'says nothing'],
    ['lib/helpers/a.ts', '', 'says nothing'],
    ['lib/core/camelCase.ts', '', 'kebab-case'],
    ['lib/core/a.tsx', '', 'no JSX under lib'],
    ['lib/core/a.ts', 'x\n'.repeat(301), '301 lines; the limit is 300'],
    ['lib/core/a.test.ts', 'x\n'.repeat(401), '401 lines; the limit is 400'],
    ['components/ui/a.tsx', "'use client'\n", "'use client' stands only"],
    ['components/ui/a.client.tsx', 'export {}\n', "starts with 'use client'"],
  ])('%s', (path, text, fault) => {
    expect(fileViolations(new Map([[path, text]]))).toEqual([expect.stringContaining(fault)])
  })

  test('a document that names a missing file', () => {
    const text =
      'See [there](lib/gone.ts), `lib/also-gone.ts`, [home](https://a.example/b.ts), `lib/checks/<id>.ts`, `npm run x`.'
    expect(docViolations(new Map([['README.md', text]]), () => false)).toEqual([
      'README.md: names lib/gone.ts, which is not there',
      'README.md: names lib/also-gone.ts, which is not there',
    ])
  })
})
