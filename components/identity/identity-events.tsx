import type { IdentityEvent } from '#lib/data/identities/list-identity-events.ts'
import { Section } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code.tsx'
import { Time } from '../ui/time.tsx'

const actionWords: Readonly<Record<string, string>> = {
  'identity.create': 'declared it',
  'identity.update': 'changed it',
  'identity.retire': 'retired it',
  'identity.revive': 'took it back into service',
  'endpoints.bind': 'bound endpoints to it',
}

/** Who did what to the identity, newest first. */
export function IdentityEvents({ events }: { events: readonly IdentityEvent[] }) {
  return (
    <Section id="history" title="Who changed what" note="From the audit log; the newest fifty.">
      {events.length === 0 ? (
        <p className="text-ink-2">Nobody changed it since it was recorded.</p>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {events.map((event) => (
            <li key={event.id} className="px-3 py-2 text-sm">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium [overflow-wrap:anywhere]">{event.actorName}</span>
                <span className="text-ink-2">{actionWords[event.action] ?? event.action}</span>
                <span className="ml-auto text-ink-3 text-xs">
                  <Time at={event.at} />
                </span>
              </div>
              {Object.keys(event.detail).length === 0 ? null : (
                <details className="text-xs">
                  <summary className="w-fit text-ink-3 hover:text-ink">What</summary>
                  <div className="mt-1">
                    <CodeBlock text={JSON.stringify(event.detail, null, 2)} label="Detail" />
                  </div>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
