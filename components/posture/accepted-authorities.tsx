import type { TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'

const shownAtOnce = 10

/** The CAs whose client certificates the server says it takes. */
export function AcceptedAuthorities({ request }: { request: TlsFacts['clientCertificateRequest'] }) {
  return (
    <ObservedFact fact={request}>
      {(asked) => {
        if (asked === null) return 'no certificate is asked for'
        const { authorities } = asked
        if (authorities.length === 0) return 'asked for, without naming any CA'
        return (
          <div className="grid min-w-0 gap-1">
            <Names names={authorities.slice(0, shownAtOnce)} />
            {authorities.length <= shownAtOnce ? null : (
              <details>
                <summary className="text-xs">
                  {(authorities.length - shownAtOnce).toLocaleString('en')} more of{' '}
                  {authorities.length.toLocaleString('en')}
                </summary>
                <Names names={authorities.slice(shownAtOnce)} />
              </details>
            )}
          </div>
        )
      }}
    </ObservedFact>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className="grid gap-0.5 text-xs [overflow-wrap:anywhere]">
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a server may name the same CA twice
        <li key={index}>
          <bdi>{name === '' ? 'a CA with an empty name' : escapeUnsafe(name)}</bdi>
        </li>
      ))}
    </ul>
  )
}
