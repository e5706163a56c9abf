import type { FormAction } from '#lib/api/form-state.ts'
import { Card } from '../ui/card.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { ActionButton } from './action-button.client.tsx'

/** Whether a site fetches what certificates point at, with the switch. */
export function SiteFetching({
  siteId,
  on,
  counts,
  action,
}: {
  siteId: string
  on: boolean
  counts: { readonly all: number; readonly failing: number }
  action: FormAction
}) {
  const sources = `/settings/sites/${siteId}/sources`
  return (
    <Card className="grid gap-3">
      <p className="text-ink-2">
        {on
          ? 'On: revocation lists, responders’ answers and missing issuers are fetched in the background, within the scope above. What the scope forbids is not asked, and says so.'
          : 'Off: nothing is fetched, and revocation is not assessed beyond what servers staple and what was fetched before.'}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <span>
          <CountLink count={counts.all} href={sources} label="sources" /> sources
        </span>
        <span>
          <CountLink count={counts.failing} href={`${sources}?state=failing`} label="failing sources" /> failing
        </span>
        <ActionButton
          action={action}
          fields={{ id: siteId, fetching: on ? 'off' : 'on' }}
          label={on ? 'Turn fetching off' : 'Turn fetching on'}
        />
      </div>
    </Card>
  )
}
