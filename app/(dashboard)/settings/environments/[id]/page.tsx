import type { Metadata } from 'next'
import { EffectivePolicyTable } from '#components/policy/effective-policy.tsx'
import { PolicyEditor } from '#components/policy/policy-editor.client.tsx'
import { PolicyHistory } from '#components/policy/policy-history.tsx'
import { RestoreVersion } from '#components/policy/restore-version.client.tsx'
import { versionsBefore } from '#components/policy/versions-before.ts'
import { EnvironmentForm } from '#components/settings/environment-form.client.tsx'
import { EnvironmentReview } from '#components/settings/environment-review.client.tsx'
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
import { getPolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import { listPolicyVersions } from '#lib/data/policies/list-policy-versions.ts'
import { orNotFound } from '../../../or-not-found.ts'
import { previewPolicyPartAction, restorePolicyAction, savePolicyAction } from '../../../policy-actions.ts'
import { changeEnvironmentAction, recordReviewAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Environment' }

interface Props {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function EnvironmentPage({ params, searchParams }: Props) {
  const [principal, { id }] = await Promise.all([requirePrincipal(), params])
  const environment = await orNotFound(getEnvironment(principal, id))
  const review = await getReview(principal, environment.id)
  const of = { kind: 'environment', id: environment.id } as const
  const editing = await getPolicyEditing(principal, of)
  const versions = await listPolicyVersions(principal, of, { before: versionsBefore(await searchParams) })
  const mayChange = hasRole(principal, 'admin')
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
      {mayChange ? (
        <Section title="Name and kind">
          <Card>
            <EnvironmentForm action={changeEnvironmentAction} environment={environment} done="Saved." />
          </Card>
        </Section>
      ) : null}
      <EffectivePolicyTable
        of="environment"
        own={environment.policy}
        environment={null}
        trustStore={{
          value: environment.trustStoreName ?? editing.inherited.trustStore ?? 'none: no path can be judged',
          from: environment.trustStoreName === null ? 'default' : <span className="font-medium">this environment</span>,
        }}
        note={
          mayChange
            ? 'What its identities are judged by, where they say nothing else.'
            : 'What its identities are judged by, where they say nothing else. An administrator can change it.'
        }
        edit={
          mayChange ? (
            <PolicyEditor editing={editing} preview={previewPolicyPartAction} save={savePolicyAction} />
          ) : null
        }
      />
      <PolicyHistory
        versions={versions}
        current={editing.version}
        pageHref={`/settings/environments/${environment.id}`}
        restore={
          mayChange
            ? ({ version }) => (
                <RestoreVersion of={of} version={version} current={editing.version} restore={restorePolicyAction} />
              )
            : null
        }
      />
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
