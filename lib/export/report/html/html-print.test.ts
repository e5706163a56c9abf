import { chromium } from '@playwright/test'
import { beforeAll, describe, expect, test } from 'vitest'
import { findBrowser, type TestBrowser } from '#lib/testing/browser.ts'
import { hasPdfTools, pdfPages } from '#lib/testing/report/pdf-text.ts'
import { exportText, sampleContext } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { htmlReport } from './index.ts'

const browser = hasPdfTools ? found() : null
const source = sampleReport({ identities: 6 })
let pages: readonly string[]

function found(): TestBrowser | null {
  try {
    return findBrowser()
  } catch (error) {
    console.info(`skipped: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

describe.skipIf(browser === null)('printed', () => {
  beforeAll(async () => {
    const { executablePath = '', args = [], env = {} } = browser ?? {}
    const running = await chromium.launch({ executablePath, args: [...args], env: { ...process.env, ...env } })
    try {
      const page = await running.newPage({ colorScheme: 'dark' })
      await page.setContent(
        await exportText(htmlReport, source, { ...sampleContext, baseUrl: 'https://countersign.test' }),
      )
      pages = pdfPages(Buffer.from(await page.pdf({ preferCSSPageSize: true })))
    } finally {
      await running.close()
    }
  }, 60_000)

  test('pages are numbered, and there is no navigation', () => {
    for (const [index, page] of pages.entries()) expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
    expect(pages.join('')).not.toMatch(/Skip to the report|^ *Contents *$/m)
  })

  test('each part and each framework begins a page; table heads are repeated', () => {
    const first = pages.map((page) => page.trimStart().split('\n')[0]?.trim() ?? '')
    for (const part of ['Controls', 'Findings with evidence', 'Exceptions', 'Not assessed', 'Method and coverage'])
      expect(first).toContain(part)
    const [, ...others] = source.summary.frameworks
    for (const { name } of others)
      expect(
        first.some((line) => line.includes(name)),
        name,
      ).toBe(true)
    const tables = pages.slice(first.indexOf('Controls'), first.indexOf('Findings with evidence'))
    expect(tables.length).toBeGreaterThan(others.length)
    for (const page of tables) expect(page).toMatch(/Control +Status +Why +Pass/)
  })

  test('no control and no finding is torn apart', () => {
    const torn = pages.filter((page) => /checks ran/.test(page.trimStart().split('\n')[0] ?? ''))
    expect(torn).toEqual([])
    for (const page of pages) {
      const subjects = page.match(/^ *(?:Opened) +\d{4}/gm)?.length ?? 0
      expect(page.match(/^ *Last seen +\d{4}/gm)?.length ?? 0).toBe(subjects)
    }
  })

  test('links show where they lead', () => {
    const text = pages.join('').replace(/\s+/g, '')
    expect(text).toContain(`(https://countersign.test/compliance/reports/${source.summary.id})`)
    for (const { url } of source.summary.frameworks) expect(text).toContain(`(${url})`)
  })
})
