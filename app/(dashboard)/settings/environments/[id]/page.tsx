import type { Metadata } from 'next'
import { EnvironmentForm } from '#components/settings/environment-form.client.tsx'
import { EnvironmentReview } from '#components/settings/environment-review.client.tsx'
import { PolicyFacts } from '#components/settings/policy-facts.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { CountLink } from '#components/ui/count-link.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { getEnvironment } from '#lib/data/environments/list-environment-summaries.ts'
import { getReview } from '#lib/data/environments/record-review.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import { listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'
import { orNotFound } from '../../or-not-found.ts'
import { changeEnvironmentAction, recordReviewAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Environment' }

export default async function EnvironmentPage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal(), params])
  const environment = await orNotFound(getEnvironment(principal, id))
  const review = await getReview(principal, environment.id)
  const stores = await listStoreSummaries(principal)
  const href = `/identities?${filterToQuery({ environment: [environment.name] })}`
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/environments', label: 'Environments' }}
        title={<bdi>{environment.name}</bdi>}
        badges={environment.production ? <Badge>production</Badge> : null}
        note={
          <>
            <CountLink count={environment.identities} href={href} label="identities" className="link" />{' '}
            {environment.identities === 1 ? 'identity answers' : 'identities answer'} to this policy.
          </>
        }
      />
      {hasRole(principal, 'admin') ? (
        <Card>
          <EnvironmentForm
            action={changeEnvironmentAction}
            environment={environment}
            stores={stores}
            done="Saved. All that answers to this policy is being judged anew; the findings follow within seconds."
          />
        </Card>
      ) : (
        <Section title="Policy" note="An administrator can change it.">
          <Card>
            <PolicyFacts environment={environment} />
          </Card>
        </Section>
      )}
      <Section
        id="review"
        title="Review of cryptography"
        note={
          review.reviewedAt === null ? (
            'No review of its suites and protocols is on record.'
          ) : (
            <>
              Last reviewed <Time at={review.reviewedAt} show="both" /> by <bdi>{review.reviewedBy}</bdi>.
            </>
          )
        }
      >
        {hasRole(principal, 'analyst') ? (
          <Card>
            <EnvironmentReview
              id={environment.id}
              today={new Date().toISOString().slice(0, 10)}
              by={principal.name}
              action={recordReviewAction}
            />
          </Card>
        ) : null}
      </Section>
    </>
  )
}
