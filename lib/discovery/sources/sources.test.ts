import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hostListLimits, parseHostList } from './host-list.ts'
import { readHostPort } from './host-port.ts'
import { discoverySources } from './index.ts'
import { countRange, expandRanges } from './ranges.ts'

const notSources = new Set(['candidate.ts', 'host-port.ts', 'index.ts', 'source.ts'])

it('every source stands in the index under the name of its file', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !name.includes('.test.') && !notSources.has(name))
  expect(Object.keys(discoverySources).sort()).toEqual(files.map((name) => name.replace(/\.ts$/, '')).sort())
  for (const [id, source] of Object.entries(discoverySources)) expect(source.id).toBe(id)
})

describe('a target', () => {
  it.each([
    ['example.com', 'example.com', null],
    ['Example.COM.:8443', 'example.com', 8443],
    ['bücher.example:443', 'xn--bcher-kva.example', 443],
    ['10.0.0.1:636', '10.0.0.1', 636],
    ['[2001:DB8::1]:443', '2001:db8::1', 443],
    ['[::1]', '::1', null],
    ['2001:db8::1', '2001:db8::1', null],
    ['https://example.com/path?q#f', 'example.com', null],
    ['https://example.com:8443', 'example.com', 8443],
    ['_srv.example_host', '_srv.example_host', null],
  ])('%s', (text, host, port) => {
    expect(readHostPort(text)).toEqual({ ok: true, value: { host, port } })
  })

  it.each([
    ['http://example.com', 'a http URL: write host:port instead'],
    ['ldap://x:389', 'a ldap URL: write host:port instead'],
    ['https://user:pw@example.com', 'user names have no place in a target'],
    ['example.com/path', 'a path has no place in a target: write host:port'],
    ['example.com:0', '"0" is no port: 1 to 65535'],
    ['example.com:65536', '"65536" is no port: 1 to 65535'],
    ['example.com:', '"" is no port: 1 to 65535'],
    ['a:b:c', 'more than one colon: write an IPv6 address as [address]:port'],
    ['[example.com]:443', 'between brackets stands no IPv6 address'],
    [':443', 'no host is named'],
    ['127.1', '"127.1" is no host name or address'],
    ['0x7f000001', '"0x7f000001" is no host name or address'],
    ['300.1.1.1', '"300.1.1.1" is no host name or address'],
    ['fe80::1%eth0', '"fe80::1%eth0" is no host name or address'],
    ['-x.test', '"-x.test" is no host name or address'],
    ['a b', '"a b" is no host name or address'],
    [`${'a'.repeat(64)}.test`, expect.stringContaining('is no host name')],
  ])('%s is refused with the reason', (text, problem) => {
    expect(readHostPort(text)).toEqual({ ok: false, problem })
  })
})

describe('a host list', () => {
  it('is lines with comments', () => {
    const { targets, problems } = parseHostList(
      '\ufeff# ours\r\na.test\n\n  b.test:8443  # second\nbad host\n[::1]:1\n',
    )
    expect(targets).toEqual([
      { host: 'a.test', port: 443, line: 2 },
      { host: 'b.test', port: 8443, line: 4 },
      { host: '::1', port: 1, line: 6 },
    ])
    expect(problems).toEqual([{ line: 5, problem: '"bad host" is no host name or address' }])
  })

  it.each([',', ';', '\t'])('is CSV with a header, parted by "%s"', (mark) => {
    const rows = [
      ['Host', 'port', 'sni', 'starttls', 'identity', 'environment', 'owner', 'criticality', 'tags'],
      ['a.test', '', 'b.test', 'smtp', 'spiffe://x/y', 'prod', '"Team\nOne"', 'HIGH', 'x y'],
      ['# not this'],
      ['b.test:1', '99999'],
      ['c.test', '5432', '', 'gopher'],
      ['d.test'],
    ]
    const { targets, problems } = parseHostList(rows.map((row) => row.join(mark)).join('\n'))
    expect(targets).toEqual([
      {
        ...{ host: 'a.test', port: 25, serverName: 'b.test', transport: 'smtp', identity: 'spiffe://x/y', line: 2 },
        ...{ environment: 'prod', owner: 'Team\nOne', criticality: 'high', tags: ['x', 'y'] },
      },
      { host: 'd.test', port: 443, line: 7 },
    ])
    expect(problems.map(({ line }) => line)).toEqual([5, 6])
  })

  it('names columns that it does not know', () => {
    expect(parseHostList('host,colour\na.test,red').problems).toEqual([
      { line: 1, problem: expect.stringContaining('colour') },
    ])
  })

  it('is bounded', () => {
    const many = parseHostList('a.test\n'.repeat(hostListLimits.targets + 5))
    expect(many.targets).toHaveLength(hostListLimits.targets)
    expect(many.problems).toHaveLength(1)
    expect(parseHostList('?\n'.repeat(5000)).problems).toHaveLength(hostListLimits.problems)
  })
})

describe('ranges', () => {
  const all = async (cidrs: readonly string[], ports: readonly number[], limit?: number) =>
    Array.fromAsync(expandRanges(cidrs, ports, limit), ({ host, port }) => `${host} ${port}`)

  it('give every address with every port, each once', async () => {
    expect(await all(['10.0.0.5/30', '10.0.0.6', '10.0.0.4/31'], [443, 8443, 443])).toEqual([
      ...['10.0.0.4 443', '10.0.0.4 8443', '10.0.0.5 443', '10.0.0.5 8443'],
      ...['10.0.0.6 443', '10.0.0.6 8443', '10.0.0.7 443', '10.0.0.7 8443'],
    ])
    expect(await all(['2001:db8::/127'], [443])).toEqual(['2001:db8:: 443', '2001:db8::1 443'])
  })

  it('are counted without being listed', () => {
    expect(countRange(['10.0.0.0/8'], [443, 8443])).toBe(33_554_432n)
    expect(countRange(['::/0'], [443])).toBe(2n ** 128n)
  })

  it('over the limit are refused with the limit and the way out', () => {
    expect(() => expandRanges(['10.0.0.0/8'], [443])).toThrow(
      /10\.0\.0\.0\/8 makes 16,777,216 targets; the limit of one run is 65,536\. Split.*raise/,
    )
    expect(() => expandRanges(['10.0.0.0/8'], [443])).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it.each(['10.0.0.0/33', '10.0.0', 'host.test/24', '0x0a.0.0.0/8', '', '10.0.0.0/-1'])('"%s" is no range', (text) => {
    expect(() => expandRanges([text], [443])).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})
