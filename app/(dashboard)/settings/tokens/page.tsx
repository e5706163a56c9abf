import type { Metadata } from 'next'
import { Suspense } from 'react'
import { CreateTokenForm } from '#components/settings/create-token-form.client.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TokensTable } from '#components/settings/tokens-table.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listTokens } from '#lib/data/tokens/list-tokens.ts'
import { createTokenAction, revokeTokenAction } from './actions.ts'

export const metadata: Metadata = { title: 'Tokens' }

export default async function TokensPage() {
  const principal = await requirePrincipal('analyst')
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Tokens principal={principal} />
    </Suspense>
  )
}

async function Tokens({ principal }: { principal: Principal }) {
  const tokens = await listTokens(principal)
  const whose = hasRole(principal, 'admin') ? 'Tokens of everybody, newest first.' : 'Your tokens, newest first.'
  return (
    <>
      <SettingsTabs active="tokens" role={principal.role} />
      <Section
        title="API tokens"
        note={`${whose} A token acts by itself; it falls when the user who made it loses the role.`}
      >
        {tokens.length === 0 ? (
          <EmptyState title="No tokens yet" why="Pipelines and scripts use the API with a token. Make one below." />
        ) : (
          <TokensTable tokens={tokens} revoke={revokeTokenAction} now={new Date()} />
        )}
      </Section>
      <Section id="create" title="New token">
        <Card>
          <CreateTokenForm action={createTokenAction} highest={principal.role} />
        </Card>
      </Section>
    </>
  )
}
