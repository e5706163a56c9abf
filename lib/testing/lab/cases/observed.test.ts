import { describe, expect, test } from 'vitest'
import { missing } from '../makes/make.ts'
import { observeLab } from '../scanning.ts'
import { disagreements } from './disagreements.ts'
import { labCases } from './index.ts'

/** Facts that are not compared, by the beginning of their lines, and why they differ from the table. */
const open: readonly (readonly [name: RegExp, lines: RegExp, why: string])[] = [
  [
    /-mtls|accepts-untrusted/,
    /^(resumption|tickets|ticketLifetimeSeconds|clientRenegotiation|ticketbleed): seen (\["\?"\]|null|"(alert-|closed))/,
    'a session needs a good certificate',
  ],
  [/^apache-renegotiates$/, /^mtls: seen "UNKNOWN"/, 'no negotiation is made anew'],
  [/^slapd-ldap-mtls$/, /^mtls: seen "UNKNOWN"/, 'every client is dropped without a word: a good one would tell'],
  [
    /^node-mysql$/,
    /(complete|preference): seen (false|"unknown")|: seen (null|undefined|\["\?"\])|^with.* name, certificate/,
    'MySQL is asked as little as will do',
  ],
  [
    /^go-two-certificates$/,
    /^suites TLSv1.2: seen/,
    'Go puts ChaCha20 before AES-GCM for a hello that names anything else first: its order is seen as for such a one',
  ],
]

describe.concurrent('an observation at full depth finds the whole truth about a server', () => {
  test.for(labCases)('$name', async (one, context) => {
    const absent = missing(one.make)
    if (absent !== null) return context.skip(absent)
    const server = await one.start()
    try {
      const seen = await observeLab(server, { depth: 'posture' }, { transport: one.transport })
      const known = open.filter(([name]) => name.test(one.name))
      const lines = disagreements(seen, one.facts).filter((line) => !known.some(([, lines]) => lines.test(line)))
      expect(lines).toEqual([])
    } finally {
      await server.close()
    }
  })
})
