import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readHtmlTags } from '#lib/testing/report/html-tags.ts'
import { exportText } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { htmlReport } from './index.ts'

const samples = {
  usual: sampleReport(),
  hostile: sampleReport({ hostile: true, identities: 40, failingPercent: 60 }),
  empty: sampleReport({ identities: 0 }),
}

describe.each(['usual', 'hostile', 'empty'] as const)('%s', (kind) => {
  test('is well formed, whatever certificates hold', async () => {
    expect(readHtmlTags(await exportText(htmlReport, samples[kind])).length).toBeGreaterThan(50)
  })

  test('holds no script, handler, form, frame or fetch, and its policy forbids them', async () => {
    const page = await exportText(htmlReport, samples[kind])
    const tags = readHtmlTags(page)
    const names = new Set(tags.map(({ name }) => name))
    for (const name of ['script', 'img', 'iframe', 'object', 'embed', 'link', 'form', 'input', 'base', 'video'])
      expect(names).not.toContain(name)
    const attributes = tags.flatMap((tag) => [...tag.attributes.keys()])
    expect(attributes.filter((name) => /^on|^src|^style$|^action$/.test(name))).toEqual([])
    const hrefs = tags.flatMap((tag) => tag.attributes.get('href') ?? [])
    expect(hrefs.filter((href) => !/^(#[a-z0-9.-]+|https:\/\/)/.test(href))).toEqual([])
    const style = page.slice(page.indexOf('<style>') + 7, page.indexOf('</style>'))
    const policy = tags.find(({ attributes: own }) => own.get('http-equiv') === 'Content-Security-Policy')
    expect(policy?.attributes.get('content')?.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'`,
    )
    expect(style).not.toMatch(/url\(|@import/)
  })

  test('the contents lead to what is there', async () => {
    const tags = readHtmlTags(await exportText(htmlReport, samples[kind]))
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const within = tags.flatMap(({ attributes }) => attributes.get('href') ?? []).filter((href) => href.startsWith('#'))
    expect(within.length).toBeGreaterThan(5)
    for (const href of within) expect(ids).toContain(href.slice(1))
  })
})

test('how complete lists are is told in numbers', async () => {
  const page = await exportText(htmlReport, samples.usual)
  const [, ...cells] = /Cipher suites<\/th>((?:<td[^>]*>\d+<\/td>){4})/.exec(page) ?? []
  const counts = [...(cells[0] ?? '').matchAll(/>(\d+)</g)].map(([, count]) => Number(count))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(samples.usual.summary.rows.observation)
  for (const count of counts) expect(count).toBeGreaterThan(0)
})

test('the reader of pages bites', () => {
  for (const page of ['<p>a', '<p>a & b</p>', '<p onclick=x>a</p>', '<p>a > b</p>', '<p></b>'])
    expect(() => readHtmlTags(page)).toThrow()
})

test('more findings than the bound are told of, not dropped in silence', async () => {
  const source = sampleReport({ identities: 800, failingPercent: 60 })
  expect(source.summary.rows.finding).toBeGreaterThan(5000)
  const page = await exportText(htmlReport, source)
  expect(page).toContain('The worst 5,000 are shown here.')
  expect(page.match(/<article /g)).toHaveLength(5000)
})
