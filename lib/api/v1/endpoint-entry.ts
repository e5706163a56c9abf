import { isIP } from 'node:net'
import { z } from 'zod'
import { readIdentityName } from '#lib/data/identities/identity-name.ts'
import { defaultPort } from '#lib/discovery/sources/host-list.ts'
import { readHost, readHostPort } from '#lib/discovery/sources/host-port.ts'
import { transports } from '#lib/tls/observation.ts'

const host = z
  .string()
  .max(300)
  .transform((text, context) => {
    const read = readHostPort(text)
    if (read.ok) return read.value
    context.addIssue(read.problem)
    return z.NEVER
  })
  .describe('A name or an address; `host:port` is read, too')

const serverName = z
  .string()
  .max(300)
  .transform((text, context) => {
    const name = text === '' ? '' : readHost(text)
    if (name !== null) return name
    context.addIssue('This is no host name')
    return z.NEVER
  })
  .describe('SNI to send; empty sends none. Absent: the host, where it is a name')

const identity = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const read = readIdentityName(text)
    if (!('problem' in read)) return read
    context.addIssue(read.problem)
    return z.NEVER
  })
  .describe('What it ought to prove: a DNS name or a SPIFFE ID. Absent: the rules decide')

/** One endpoint of a bulk request, as lib/data/endpoints takes it. */
export const endpointEntry = z
  .strictObject({
    host,
    port: z.int().min(1).max(65_535).optional().describe('Absent: that of the transport, 443 for tls'),
    serverName: serverName.optional(),
    transport: z.enum(transports).default('tls'),
    identity: identity.optional(),
    owner: z.string().trim().min(1).max(200).optional().describe('Of the identity'),
    environment: z.string().trim().min(1).max(100).optional().describe('Of the identity; made where it is not there'),
    criticality: z.enum(['low', 'medium', 'high', 'critical']).optional().describe('Of the identity'),
    tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  })
  .refine((entry) => entry.identity !== undefined || !(entry.owner ?? entry.environment ?? entry.criticality), {
    path: ['identity'],
    message: 'Owner, environment and criticality are of an identity: name it',
  })
  .transform(({ identity: named, owner = null, environment = null, criticality = null, ...entry }) => ({
    host: entry.host.host,
    port: entry.port ?? entry.host.port ?? defaultPort(entry.transport),
    serverName: entry.serverName ?? (isIP(entry.host.host) === 0 ? entry.host.host : ''),
    transport: entry.transport,
    tags: entry.tags,
    ...(named === undefined ? {} : { identity: { ...named, owner, environment, criticality } }),
  }))
