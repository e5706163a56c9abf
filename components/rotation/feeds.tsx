import type { FormAction } from '#lib/api/form-state.ts'
import type { TokenRow } from '#lib/data/tokens/list-tokens.ts'
import { TokensTable } from '../settings/tokens-table.tsx'
import { Card, Section } from '../ui/card.tsx'
import { FeedForm } from './feed-form.client.tsx'

/** Links for calendar programs: those there are, and a new one for what the page is narrowed to. */
export function Feeds({
  feeds,
  scope,
  scopeWords,
  create,
  revoke,
  now,
}: {
  feeds: readonly TokenRow[]
  /** As a query. */
  scope: string
  scopeWords: string
  create: FormAction<{ url: string }>
  revoke: FormAction
  now: Date
}) {
  return (
    <Section
      id="feed"
      title="Calendar feed"
      note="Coming rotations and expiries as an iCalendar link. Lives of less than a day rotate by themselves and are left out."
    >
      {feeds.length === 0 ? null : <TokensTable tokens={feeds} revoke={revoke} now={now} />}
      <Card className="grid gap-3">
        <p className="text-ink-2 text-sm">A new feed, for {scopeWords}:</p>
        <FeedForm action={create} scope={scope} />
      </Card>
    </Section>
  )
}
