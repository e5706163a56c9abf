import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAddress, isPublicAddress, type Scope, scopeEntryProblem } from './scope.ts'

const open: Scope = {
  allow: ['0.0.0.0/0', '::/0', '*.internal'],
  deny: [],
  allowPublic: true,
  staticHosts: {},
  forbidden: [],
}
const closed: Scope = { ...open, allow: [], allowPublic: false }
const usual: Scope = { ...open, allow: [] }
const of = (scope: Scope, ip: string, host = 'host.internal', port = 443) => checkAddress(scope, host, ip, port)

describe('never, whatever a scope allows', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '100.100.100.200',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '240.0.0.1',
    '192.0.2.1',
    '2001:db8::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::a9fe:a9fe',
    '::ffff:0:a9fe:a9fe',
    '::ffff:0.0.0.0',
  ])('%s', (ip) => {
    expect(of(open, ip)).toMatchObject({ allowed: false, rule: expect.stringContaining('always-refused') })
  })

  it.each(['', 'localhost', '0x7f000001', '2130706433', '0177.0.0.1', '127.1', '1.2.3.4.5', '1.2.3.4/8'])(
    '"%s" is no address',
    (ip) => {
      expect(of(open, ip)).toEqual({ allowed: false, rule: 'not-an-address' })
    },
  )
})

describe('only where the scope allows them', () => {
  it.each([
    ['127.0.0.1', '127.0.0.0/8'],
    ['::1', '::1'],
    ['10.1.2.3', '10.0.0.0/8'],
    ['172.16.0.1', '172.16.0.0/12'],
    ['192.168.1.1', '192.168.1.1'],
    ['100.64.0.1', '100.64.0.0/10'],
    ['fd12::1', 'fc00::/7'],
    ['::ffff:10.1.2.3', '10.0.0.0/8'],
  ])('%s', (ip, entry) => {
    expect(of(usual, ip)).toMatchObject({ allowed: false, rule: expect.stringContaining('not-allowed') })
    expect(of({ ...usual, allow: [entry] }, ip)).toEqual({ allowed: true })
    expect(of({ ...usual, allow: ['*.internal'] }, ip)).toEqual({ allowed: true })
    expect(of({ ...usual, allow: ['*.internal'] }, ip, 'host.external').allowed).toBe(false)
  })

  it('an IPv6 address that carries a private one is not let in as a public one', () => {
    expect(of(usual, '2002:0a01:0203::1').allowed).toBe(false)
    expect(of(usual, '64:ff9b::0a01:0203').allowed).toBe(false)
  })

  it('public addresses, where the scope is not open to them', () => {
    expect(of(usual, '93.184.216.34')).toEqual({ allowed: true })
    expect(of(usual, '2606:2800:220:1:248:1893:25c8:1946')).toEqual({ allowed: true })
    expect(of(closed, '93.184.216.34')).toEqual({ allowed: false, rule: 'not-allowed public' })
    expect(of({ ...closed, allow: ['93.184.216.0/24'] }, '93.184.216.34')).toEqual({ allowed: true })
  })
})

it('a denial outweighs an allowance', () => {
  expect(of({ ...open, deny: ['10.0.0.0/8'] }, '10.0.0.1')).toEqual({ allowed: false, rule: 'denied 10.0.0.0/8' })
  expect(of({ ...open, deny: ['*.internal'] }, '93.184.216.34')).toEqual({ allowed: false, rule: 'denied *.internal' })
})

it("the product's own database is never dialled, its neighbours are", () => {
  const scope = { ...open, forbidden: [{ ip: '127.0.0.1', port: 5432 }] }
  expect(of(scope, '127.0.0.1', 'db', 5432)).toEqual({ allowed: false, rule: 'own-service' })
  expect(of(scope, '::ffff:127.0.0.1', 'db', 5432)).toEqual({ allowed: false, rule: 'own-service' })
  expect(of(scope, '127.0.0.1', 'db', 5433)).toEqual({ allowed: true })
})

it('a name pattern stands for names below it, not for look-alikes', () => {
  const scope = { ...usual, allow: ['*.internal', 'one.test'] }
  expect(of(scope, '10.0.0.1', 'a.b.INTERNAL.').allowed).toBe(true)
  expect(of(scope, '10.0.0.1', 'internal').allowed).toBe(false)
  expect(of(scope, '10.0.0.1', 'notinternal').allowed).toBe(false)
  expect(of(scope, '10.0.0.1', 'one.test').allowed).toBe(true)
  expect(of(scope, '10.0.0.1', 'sub.one.test').allowed).toBe(false)
})

it('no IPv4 address is judged milder in its mapped form', () => {
  fc.assert(
    fc.property(fc.ipV4(), (ip) => {
      expect(of(usual, `::ffff:${ip}`)).toEqual(of(usual, ip))
      expect(isPublicAddress(`::ffff:${ip}`)).toBe(isPublicAddress(ip))
    }),
  )
})

it('says what is wrong with an entry', () => {
  for (const entry of ['10.0.0.0/8', '10.0.0.1', 'fc00::/7', '*.internal', 'db.internal'])
    expect(scopeEntryProblem(entry)).toBeNull()
  for (const entry of ['', '10.0.0.0/33', '10.0.0', '*', 'a.*.b', 'https://x'])
    expect(scopeEntryProblem(entry)).not.toBeNull()
})

it.each([
  ['fec0::1', 'deprecatedSiteLocal'],
  ['5f00::1', 'segmentRouting'],
])('%s is of a special range and so not public', (ip, range) => {
  const scope = { allow: [], deny: [], allowPublic: true, staticHosts: {}, forbidden: [] }
  expect(checkAddress(scope, 'a.example.com', ip, 443)).toEqual({ allowed: false, rule: `not-allowed ${range}` })
})
