import { type EffectivePolicy, effectivePolicy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listEnvironments } from '../environments/save-environment.ts'
import { requireFilter } from '../filter.ts'
import { findingFilter, none } from '../findings/filter.ts'
import type { FindingRow } from '../findings/finding-row.ts'
import { listFindings } from '../findings/list-findings.ts'
import { listPlaceChoices } from '../place-choices.ts'
import { rotationFilter } from '../rotations/filter.ts'
import { listRhythms } from '../rotations/list-rhythms.ts'
import { listRotations, type RotationRow } from '../rotations/list-rotations.ts'
import { rhythmFilter } from '../rotations/rhythm-filter.ts'
import type { RhythmRow } from '../rotations/rhythm-row.ts'
import { listTrustStores } from '../trust-stores/list-trust-stores.ts'
import { questionFilter } from '../verify/filter.ts'
import { listQuestions } from '../verify/list-questions.ts'
import type { QuestionRow } from '../verify/question-row.ts'
import { type ExplainedLadder, explainLadder } from './explain-ladder.ts'
import { getIdentity, type IdentityDetail } from './get-identity.ts'
import { type IdentityEvent, listIdentityEvents } from './list-identity-events.ts'
import { type IdentityPlaces, listIdentityPlaces } from './list-identity-places.ts'
import { type IdentityVerdicts, listIdentityVerdicts } from './list-identity-verdicts.ts'
import { type IdentitySharedUse, listIdentitySharedUses } from './list-shared-uses.ts'

interface Choice {
  readonly id: string
  readonly name: string
}

/** All that the page of one identity shows, read at `asOf`. */
export interface IdentityPage {
  readonly identity: IdentityDetail
  readonly explained: ExplainedLadder
  /** Open ones, worst first. */
  readonly findings: Page<FindingRow>
  readonly places: IdentityPlaces
  readonly sharedUses: readonly IdentitySharedUse[]
  /** Newest first. */
  readonly rotations: Page<RotationRow>
  /** What was learned of them; null where nothing is served. */
  readonly rhythm: RhythmRow | null
  readonly verdicts: IdentityVerdicts
  readonly events: readonly IdentityEvent[]
  /** Asked before sessions; the newest ten. */
  readonly questions: Page<QuestionRow>
  /** What would hold if nothing were said of this identity alone. */
  readonly inheritedPolicy: EffectivePolicy
  /** What can be chosen where it is edited. */
  readonly choices: {
    readonly environments: readonly Choice[]
    readonly owners: readonly string[]
    readonly stores: readonly Choice[]
  }
  readonly asOf: Date
}

/** Null where there is no such identity. */
export async function getIdentityPage(
  principal: Principal,
  id: string,
  now: Date = new Date(),
): Promise<IdentityPage | null> {
  const identity = await getIdentity(principal, id, now).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  })
  if (identity === null) return null
  const ofIdentity = { identity: identity.id }
  const [findings, places, sharedUses, rotations, rhythms, verdicts, events, questions, choices] = await Promise.all([
    listFindings(principal, requireFilter(findingFilter, { ...ofIdentity, limit: '20' })),
    listIdentityPlaces(principal, identity.id),
    listIdentitySharedUses(principal, identity.id),
    listRotations(principal, requireFilter(rotationFilter, { ...ofIdentity, limit: '50' })),
    listRhythms(principal, requireFilter(rhythmFilter, ofIdentity), now),
    listIdentityVerdicts(principal, identity.id),
    listIdentityEvents(principal, identity.id),
    listQuestions(principal, requireFilter(questionFilter, { ...ofIdentity, limit: '10' })),
    listChoices(principal),
  ])
  return {
    identity,
    explained: explainLadder(identity, verdicts.endpoints, verdicts.rows),
    findings,
    places,
    sharedUses,
    rotations,
    rhythm: rhythms.rows[0] ?? null,
    verdicts,
    events,
    questions,
    inheritedPolicy: effectivePolicy(identity.environmentPolicy, null),
    choices,
    asOf: now,
  }
}

async function listChoices(principal: Principal): Promise<IdentityPage['choices']> {
  const [environments, { owners }, stores] = await Promise.all([
    listEnvironments(principal),
    listPlaceChoices(principal),
    listTrustStores(principal),
  ])
  return {
    environments: environments.map(({ id, name }) => ({ id, name })),
    owners: owners.flatMap(({ value }) => (value === none ? [] : [value])),
    stores: stores.map(({ id, name }) => ({ id, name })),
  }
}
