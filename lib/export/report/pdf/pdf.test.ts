import { beforeAll, describe, expect, test } from 'vitest'
import { hasPdfTools, pdfInfo, pdfPages } from '#lib/testing/report/pdf-text.ts'
import { exportBytes } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { shown } from './fonts.ts'
import { pdf } from './index.ts'

const source = sampleReport()
const { summary } = source
let bytes: Buffer

beforeAll(async () => {
  bytes = await exportBytes(pdf, source)
}, 120_000)

test('is a whole PDF 1.7 with embedded fonts', () => {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7')
  expect(bytes.subarray(-6).toString('latin1').trim()).toBe('%%EOF')
  expect(bytes.toString('latin1')).toMatch(/\/FontFile2? /)
})

describe.skipIf(!hasPdfTools)('read by another program', () => {
  test('every page but the cover tells the report, its hash and its own number', () => {
    const pages = pdfPages(bytes)
    expect(pages.length).toBeGreaterThan(10)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(summary.id)
      expect(page).toContain(source.sha256)
      if (index > 0) expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
    }
  })

  test('the contents name the page on which each part begins', () => {
    const pages = pdfPages(bytes)
    const first = pages.findIndex((page) => /^ *Contents *$/m.test(page))
    const entries = pages
      .slice(first, first + 4)
      .flatMap((page) => page.split('\n'))
      .flatMap((line) => /^(\S.*?) {3,}(\d+)$/.exec(line) ?? [])
    const parts = [
      'Summary',
      'Assurance ladder',
      'Controls',
      'Findings with evidence',
      'Exceptions',
      'Not assessed',
      'Method and coverage',
    ]
    for (const part of parts) {
      const number = Number(entries[entries.indexOf(part) + 1])
      expect(pages[number - 1]?.split('\n').map((line) => line.trim())).toContain(part)
    }
  })

  test('all findings stand in it with their id and status, exceptions with owner, approver and expiry', async () => {
    const text = pdfPages(bytes).join('\n')
    for await (const { id } of source.rows('finding')) expect(text).toContain(id)
    expect(summary.exceptions.length).toBeGreaterThan(0)
    expect(text).toContain('Approved by')
    const accepted = summary.exceptions.find(({ acceptedUntil }) => acceptedUntil !== null)
    expect(text).toContain(accepted?.acceptedUntil?.slice(0, 10))
    expect(text.match(/ciso@/g)?.length).toBeGreaterThanOrEqual(summary.exceptions.length)
  })

  test('is tagged for screen readers, with title, language and headings; tables have heads', () => {
    const info = pdfInfo(bytes)
    expect(info).toMatch(/Tagged: +yes/)
    expect(info).toContain(summary.name)
    expect(info).toMatch(/JavaScript: +no/)
    const structure = pdfInfo(bytes, '-struct')
    for (const tag of ['Document', 'H1', 'H2', 'H3', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Link', 'TOC'])
      expect(structure).toMatch(new RegExp(`^ *${tag}\\b`, 'm'))
  })

  test('long tables repeat their head on every page', () => {
    const pages = pdfPages(bytes).filter((page) => page.includes('could not judge') || page.includes('checks ran'))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toMatch(/Control +Status +Why +Pass +Fail +Open/)
  })

  test('hostile text stays visible and within its place; nothing of it is lost', async () => {
    const hostile = await exportBytes(pdf, sampleReport({ hostile: true, identities: 17, failingPercent: 60 }))
    const text = pdfPages(hostile).join('\n')
    for (const part of [
      '<script>alert(1)</script>',
      '\\u{652F}',
      '\\e2\\80\\ae',
      '\\07',
      'платёж',
      '(paren)',
      '\\u{1F510}',
    ])
      expect(text.replace(/\s+/g, '')).toContain(part)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000e-\u001f\u202e\u2066]/)
    expect(pdfInfo(hostile, '-url')).not.toContain('javascript:')
  }, 120_000)

  test('how complete lists are is told in numbers', () => {
    const text = pdfPages(bytes).join('\n')
    expect(text).toMatch(/List +Complete +Partial +Not on record +Not asked/)
    expect(text).toMatch(/Cipher suites +[1-9]\d* +[1-9]\d* +[1-9]\d* +[1-9]\d*/)
  })

  test('an empty report is a report', async () => {
    const text = pdfPages(await exportBytes(pdf, sampleReport({ identities: 0 }))).join('\n')
    expect(text).toContain('0 of 0 identities in scope are proven.')
    expect(text).toContain('None.')
  })

  test('more findings than it shows are told of', async () => {
    const many = sampleReport({ identities: 200, failingPercent: 60 })
    expect(many.summary.rows.finding).toBeGreaterThan(1000)
    const text = pdfPages(await exportBytes(pdf, many)).join('\n')
    expect(text).toContain('The worst 1,000 are shown here.')
  }, 240_000)
})

test('text that the font has no glyph for is written out', () => {
  expect(shown('ok ö Ж 中\u202e🔐', 'regular')).toBe('ok ö Ж \\u{4E2D}\\e2\\80\\ae\\u{1F510}')
})

test('a reader that goes away ends the work', async () => {
  const reader = pdf.write(source, { productVersion: '0.1.0', baseUrl: null, signing: null }).getReader()
  await reader.read()
  await reader.cancel()
  expect((await reader.read()).done).toBe(true)
})
