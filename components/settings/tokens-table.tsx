import type { FormAction } from '#lib/api/form-state.ts'
import type { TokenRow } from '#lib/data/tokens/list-tokens.ts'
import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { ActionButton } from './action-button.client.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'
import { roleWords } from './role-words.ts'

export function TokensTable({ tokens, revoke, now }: { tokens: readonly TokenRow[]; revoke: FormAction; now: Date }) {
  const columns: readonly PlainColumn<TokenRow>[] = [
    {
      header: 'Name',
      className: '[overflow-wrap:anywhere]',
      cell: (token) => (
        <span className="font-medium">
          <bdi>{token.name}</bdi>
        </span>
      ),
    },
    { header: 'Begins', cell: (token) => <code className="font-mono text-xs">{token.prefix}…</code> },
    {
      header: 'Opens',
      cell: (token) =>
        token.purpose === 'calendar' ? 'The calendar feed' : `The API, as ${roleWords[token.role].toLowerCase()}`,
    },
    {
      header: 'Made by',
      className: '[overflow-wrap:anywhere]',
      cell: (token) => token.createdByName ?? 'command line',
    },
    { header: 'Created', align: 'right', cell: (token) => <Time at={token.createdAt} /> },
    { header: 'Last used', align: 'right', cell: (token) => <Time at={token.lastUsedAt} missing="never" /> },
    { header: 'Expires', align: 'right', cell: (token) => <Time at={token.expiresAt} missing="never" /> },
    { header: 'State', cell: (token) => <State token={token} revoke={revoke} now={now} /> },
  ]
  return <PlainTable caption="API tokens" columns={columns} rows={tokens} />
}

function State({ token, revoke, now }: { token: TokenRow; revoke: FormAction; now: Date }) {
  if (token.revokedAt !== null)
    return (
      <span className="inline-flex items-center gap-1.5">
        <Badge>revoked</Badge>
        <Time at={token.revokedAt} />
      </span>
    )
  if (token.expiresAt !== null && token.expiresAt <= now) return <Badge>expired</Badge>
  return (
    <ActionButton
      action={revoke}
      fields={{ id: token.id }}
      label="Revoke"
      danger
      confirm={{
        title: `Revoke ${token.name}?`,
        text: 'Whatever uses it is refused from the next request on. This can’t be undone.',
      }}
    />
  )
}
