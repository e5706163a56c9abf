import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type CheckedStatement, checkStatement } from '#lib/checks/verification/check-statement.ts'
import { fetchText } from './fetch-text.ts'
import { readJwks } from './read-jwks.ts'
import type { NamedIdentity, ScanOptions } from './scan-options.ts'
import type { ServerOptions, VerifyOptions } from './verify-options.ts'

/** Beyond the wait for the scan: the way there and back. */
const slackMs = 15_000
const mostBytes = 16 * 1024 * 1024

const answered = z.object({ statement: z.string() })
const refused = z.object({ title: z.string(), detail: z.string() })

export type ServerAnswer =
  | { readonly statement: string; readonly checked: CheckedStatement }
  | { readonly problem: string }

/**
 * Asks an installation and takes nothing of its answer but what is signed, by a key of its set, for this very question
 * (a random nonce tells it from any earlier one).
 */
export async function askServer(
  server: ServerOptions,
  { targets: [target] }: Pick<ScanOptions, 'targets'>,
  identity: NamedIdentity,
  expectations: Pick<VerifyOptions, 'pins' | 'issuerPins'> & Pick<ScanOptions, 'policy'>,
): Promise<ServerAnswer> {
  if (!target) return { problem: 'no target is named' }
  const nonce = server.nonce ?? randomBytes(18).toString('base64url')
  const { host, port, serverName, transport } = target
  const question = {
    endpoint: { host, port, transport, ...(serverName === host ? {} : { serverName }), ...given('site', server.site) },
    identity: identity.name,
    ...(expectations.pins.length === 0 ? {} : { pins: expectations.pins }),
    ...(expectations.issuerPins.length === 0 ? {} : { issuerPins: expectations.issuerPins }),
    ...given('mtls', expectations.policy.mtls ?? null),
    ...given('maxAgeSeconds', server.maxAgeSeconds),
    ...given('audience', server.audience),
    waitSeconds: server.waitSeconds,
    record: server.record,
    nonce,
  }
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(question) }
  const bounds = { timeoutMs: server.waitSeconds * 1000 + slackMs, mostBytes }
  const got = await fetchText(`${server.url}/api/v1/verify`, init, bounds)
  if (!got.ok) return { problem: `${server.url} could not be asked: ${got.problem}` }
  const body = parse(got.text)
  const answer = answered.safeParse(body)
  if (got.status !== 200 || !answer.success) {
    const why = refused.safeParse(body)
    const said = why.success ? `${why.data.title}: ${why.data.detail}` : `status ${got.status}`
    return { problem: `${server.url} did not answer: ${said}` }
  }
  const keys = await readJwks(server.jwks ?? `${server.url}/.well-known/jwks.json`)
  const { statement } = answer.data
  const expected = {
    now: new Date(),
    identity: identity.name,
    host,
    port,
    nonce,
    ...given('audience', server.audience),
  }
  return { statement, checked: checkStatement(statement, keys, expected) }
}

function given<Name extends string, Value>(name: Name, value: Value | null): { readonly [Key in Name]?: Value } {
  const member: { [Key in Name]?: Value } = {}
  if (value !== null) member[name] = value
  return member
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
