import { isIP } from 'node:net'
import { z } from 'zod'
import { dayMs, secondMs } from '#lib/core/time.ts'
import { defaultPort } from '#lib/discovery/sources/host-list.ts'
import { readHost, readHostPort } from '#lib/discovery/sources/host-port.ts'
import { transports } from '#lib/tls/observation.ts'
import { readIdentityName } from '../identities/identity-name.ts'

const keyHashes = z
  .array(
    z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, 'SHA-256 in hex is wanted: 64 digits')
      .toLowerCase(),
  )
  .min(1)
  .max(100)
/** What is echoed into a statement: printable ASCII, so that nothing in it is more than it looks. */
const echoed = z.string().regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII is wanted')

const endpointField = z
  .strictObject({
    host: z.string().min(1).max(300).describe('A name or an address; `host:port` is read, too'),
    port: z.int().min(1).max(65_535).optional().describe('Absent: that of the transport, 443 for tls'),
    serverName: z
      .string()
      .max(300)
      .optional()
      .describe('SNI to send; empty sends none. Absent: the host, where it is a name'),
    transport: z.enum(transports).default('tls'),
    site: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Name of the site to look from. Absent: one that knows the endpoint'),
  })
  .transform(({ host: text, port, serverName: named, transport, site = null }, context) => {
    const read = readHostPort(text)
    if (!read.ok) {
      context.addIssue({ code: 'custom', path: ['host'], message: read.problem })
      return z.NEVER
    }
    const { host } = read.value
    const serverName = named === undefined ? (isIP(host) === 0 ? host : '') : named === '' ? '' : readHost(named)
    if (serverName === null) {
      context.addIssue({ code: 'custom', path: ['serverName'], message: 'This is no host name' })
      return z.NEVER
    }
    return { host, port: port ?? read.value.port ?? defaultPort(transport), serverName, transport, site }
  })

const identityField = z
  .string()
  .min(1)
  .max(2048)
  .transform((text, context) => {
    const read = readIdentityName(text)
    if (!('problem' in read)) return read
    context.addIssue(read.problem)
    return z.NEVER
  })

/** "Is this endpoint the identity that I mean, now?" as a client sends it. */
export const questionSchema = z.strictObject({
  endpoint: endpointField,
  identity: identityField.describe('Who ought to answer: a DNS name or a SPIFFE ID'),
  pins: keyHashes
    .optional()
    .describe('SHA-256 of leaf SPKIs in hex; narrows the pins of the policy, never widens them'),
  issuerPins: keyHashes.optional().describe('SHA-256 of SPKIs of CAs in hex; narrows those of the policy'),
  mtls: z
    .enum(['none', 'optional', 'required'])
    .optional()
    .describe('What clients ought to have to prove. Absent: as the policy of the identity says, else none'),
  maxAgeSeconds: z
    .int()
    .min(0)
    .max((400 * dayMs) / secondMs)
    .optional()
    .describe('The oldest acceptable evidence; where all is older, a scan is made. Absent: a scan is made in any case'),
  waitSeconds: z.int().min(1).max(120).default(30).describe('How long a scan is waited for'),
  audience: echoed.max(500).optional().describe('Echoed as `aud`: who is to rely on the answer'),
  nonce: echoed.max(256).optional().describe('Echoed: tells a fresh answer from a replayed one'),
  record: z
    .boolean()
    .default(false)
    .describe(
      'Puts an endpoint that is not in the inventory there, bound to the identity. Else nothing of it is kept but the question',
    ),
})

export type Question = z.output<typeof questionSchema>
