import type { HttpFact } from '#lib/tls/http-fact.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Cell, SmallTable } from '../identity/small-table.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'

/** Headers by which a server tells browsers what to keep apart; Strict-Transport-Security has a line of its own. */
const protective = [
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
] as const

const cookieHeader = 'set-cookie'

const dates = {
  'not-told': 'not told, or that of an answer that was kept',
  right: 'right',
  wrong: 'more than five minutes wrong',
} as const

/** What a HEAD was answered: the headers that bear on security, and which of them were not sent. */
export function HttpSection({ http }: { http: HttpFact | null }) {
  if (http === null) return 'HTTP is not spoken'
  const { status, strictTransportSecurity: hsts, headers, clock } = http
  const others = Object.entries(headers ?? {}).filter(([name]) => name !== cookieHeader)
  const cookies = [...new Set(headers?.[cookieHeader] ?? [])].map(readCookie)
  const missing = protective.filter((name) => headers !== undefined && headers[name] === undefined)
  return (
    <div className="grid min-w-0 gap-2">
      <DefinitionList
        items={[
          { term: 'HEAD / is answered with', value: `HTTP ${status}` },
          { term: 'Strict-Transport-Security', value: hsts === null ? 'not sent' : escapeUnsafe(hsts) },
          ...(headers === undefined
            ? [{ term: 'Other headers', value: 'the scan was made before this was asked' }]
            : [{ term: 'Not sent', value: missing.length === 0 ? 'none of the usual ones' : missing.join(', ') }]),
          ...(clock === undefined ? [] : [{ term: 'Date', value: dates[clock] }]),
        ]}
      />
      {others.length === 0 ? null : (
        <SmallTable caption="Headers" head={[{ label: 'Header' }, { label: 'Value' }]}>
          {others.map(([name, values]) => (
            <tr key={name}>
              <Cell className="font-mono text-xs">{name}</Cell>
              <Cell label="Value" className="font-mono text-xs [overflow-wrap:anywhere]">
                {values.map(escapeUnsafe).join(', ')}
              </Cell>
            </tr>
          ))}
        </SmallTable>
      )}
      {cookies.length === 0 ? null : <Cookies cookies={cookies} />}
    </div>
  )
}

interface Cookie {
  readonly text: string
  readonly name: string
  readonly attributes: readonly string[]
}

function Cookies({ cookies }: { cookies: readonly Cookie[] }) {
  return (
    <SmallTable caption="Cookies" head={[{ label: 'Cookie' }, { label: 'With' }, { label: 'Without' }]}>
      {cookies.map(({ text, name, attributes }) => (
        <tr key={text}>
          <Cell className="font-mono text-xs [overflow-wrap:anywhere]">{name === '' ? '(no name)' : name}</Cell>
          <Cell label="With" className="text-xs [overflow-wrap:anywhere]">
            {attributes.join(', ') || '—'}
          </Cell>
          <Cell label="Without" className="text-xs">
            {without(attributes).join(', ') || '—'}
          </Cell>
        </tr>
      ))}
    </SmallTable>
  )
}

/** `name=; Secure; Path=/`, as the observer keeps it. */
function readCookie(text: string): Cookie {
  const [pair = '', ...attributes] = escapeUnsafe(text).split('; ')
  return { text, name: pair.replace(/=$/, ''), attributes }
}

function without(attributes: readonly string[]): readonly string[] {
  const names = attributes.map((attribute) => (attribute.split('=', 1)[0] ?? '').toLowerCase())
  return ['Secure', 'HttpOnly', 'SameSite'].filter((wanted) => !names.includes(wanted.toLowerCase()))
}
