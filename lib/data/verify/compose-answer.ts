import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { rungs } from '#lib/checks/contract.ts'
import type { AddressFacts, EndpointFacts } from '#lib/checks/facts.ts'
import { describeOutcome } from '#lib/checks/freshness.ts'
import type { Ladder, RungReason, RungState, RungStatus } from '#lib/checks/ladder.ts'
import { revocationGapOf } from '#lib/checks/revocation.ts'
import { servedLeaves } from '#lib/checks/served.ts'
import type { Answer, AnswerReason } from '#lib/checks/verification/answer.ts'
import type { VerificationVerdict } from '#lib/checks/verification/judge-endpoint.ts'
import { minuteMs, secondMs } from '#lib/core/time.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { Asked } from './find-asked.ts'
import type { AskedEvidence } from './load-evidence.ts'

/** Why no evidence as young as was asked for is there. */
export interface Obstacle {
  readonly code: string
  readonly text: string
}

export interface Judged {
  readonly verdict: VerificationVerdict
  readonly ladder: Ladder
  /** The first instant at which time alone would change the verdict; null where none would. */
  readonly changesAt: Date | null
}

export interface AnswerParts {
  readonly id: string
  readonly issuer: string
  readonly asked: Asked
  readonly evidence: AskedEvidence | null
  readonly judged: Judged
  readonly obstacle: Obstacle | null
  readonly scanned: boolean
  /** Of all that the answer rests on; null where there is nothing. */
  readonly oldestAt: Date | null
  readonly now: Date
}

/** No answer holds for longer, whatever it rests on. */
const longestMs = 5 * minuteMs
/** What a peer wrote can be long, and a statement is sent and logged: beyond this it is left to the page. */
const mostEvidenceCharacters = 8192

const titles = new Map(catalogue.map(({ id, title }) => [id, title]))

/** The payload of the statement. */
export function composeAnswer(parts: AnswerParts): Answer {
  const { asked, evidence, judged, now } = parts
  const { question } = asked
  const { verdict, ladder } = judged
  const validUntil = endOf(parts)
  return {
    schema: 'countersign.verification/1',
    iss: parts.issuer,
    iat: Math.floor(now.getTime() / secondMs),
    exp: validUntil.getTime() / secondMs,
    jti: parts.id,
    sub: question.identity.name,
    ...(question.audience === undefined ? {} : { aud: question.audience }),
    ...(question.nonce === undefined ? {} : { nonce: question.nonce }),
    asked: askedText(asked),
    verdict,
    answeredAt: now.toISOString(),
    validUntil: validUntil.toISOString(),
    ladder: {
      encrypted: rungText(ladder.rungs.encrypted),
      trusted: rungText(ladder.rungs.trusted),
      bound: rungText(ladder.rungs.bound),
      current: rungText(ladder.rungs.current),
      mutual: rungText(ladder.rungs.mutual),
    },
    obstacle: parts.obstacle,
    evidence: {
      scanned: parts.scanned,
      oldestAt: parts.oldestAt?.toISOString() ?? null,
      observations: evidence ? observationsOf(evidence.facts, asked.endpoint !== null) : [],
    },
    trustStore: evidence?.store ? storeText(evidence.store) : null,
    policy: { ...asked.policy },
    expect:
      verdict === 'proven' && evidence
        ? { serverName: question.endpoint.serverName, leaves: servedLeaves(evidence.facts).map(leafText) }
        : null,
  }
}

/** A ladder that says of every rung that nothing was judged. */
export function unassessedLadder(reason: string): Ladder {
  const state: RungState = {
    status: 'not_assessed',
    because: [{ checkId: null, subjectId: null, reason, evidence: null }],
  }
  return {
    rungs: { encrypted: state, trusted: state, bound: state, current: state, mutual: state },
    proven: false,
  }
}

/** Whole seconds, as `exp` counts: until the evidence is too old, the verdict changes, or five minutes are over. */
function endOf({ now, oldestAt, judged, asked }: AnswerParts): Date {
  const { maxAgeSeconds } = asked.question
  const tooOld = maxAgeSeconds === undefined || oldestAt === null ? [] : [oldestAt.getTime() + maxAgeSeconds * secondMs]
  const changes = judged.changesAt === null ? [] : [judged.changesAt.getTime()]
  const end = Math.min(now.getTime() + longestMs, ...tooOld, ...changes)
  return new Date(Math.floor(Math.max(end, now.getTime()) / secondMs) * secondMs)
}

function askedText({ question, site, endpoint, identityId }: Asked): Answer['asked'] {
  const { host, port, serverName, transport, site: named } = question.endpoint
  return {
    endpoint: { host, port, serverName, transport, site: site?.name ?? named ?? '', id: endpoint?.id ?? null },
    identity: { ...question.identity, id: identityId },
    pins: question.pins ?? null,
    issuerPins: question.issuerPins ?? null,
    mtls: question.mtls ?? null,
    maxAgeSeconds: question.maxAgeSeconds ?? null,
  }
}

function rungText({ status, because }: RungState): Answer['ladder'][(typeof rungs)[number]] {
  return { status, because: because.map((reason) => reasonText(reason, status)) }
}

function reasonText({ checkId, reason, evidence }: RungReason, status: RungStatus): AnswerReason {
  const title = checkId === null ? null : (titles.get(checkId) ?? null)
  // The title of a check tells its failure.
  const text = reason ?? (status === 'fail' ? (title ?? 'fails') : 'holds')
  const code = revocationGapOf(reason)
  return {
    checkId,
    title,
    ...(code && { code }),
    text,
    evidence: status === 'fail' && evidence ? bounded(evidence) : null,
  }
}

function bounded(evidence: NonNullable<RungReason['evidence']>): Record<string, unknown> {
  const characters = JSON.stringify(evidence).length
  return characters > mostEvidenceCharacters ? { omitted: `${characters} characters` } : { ...evidence }
}

function observationsOf({ addresses }: EndpointFacts, onRecord: boolean): Answer['evidence']['observations'] {
  return addresses.map((address) => observationText(address, onRecord))
}

function observationText(
  { ip, lastOutcome, lastScanAt, latest }: AddressFacts,
  onRecord: boolean,
): Answer['evidence']['observations'][number] {
  const [leaf] = latest?.chain ?? []
  return {
    id: latest && onRecord ? latest.observationId : null,
    address: ip,
    outcome: describeOutcome(lastOutcome),
    attemptedAt: lastScanAt.toISOString(),
    seenAt: latest?.lastSeenAt.toISOString() ?? null,
    postureAt: latest?.asOf.posture?.toISOString() ?? null,
    mtlsAt: latest?.asOf.mtls?.toISOString() ?? null,
    chain: latest?.chain.map(({ sha256 }) => sha256) ?? [],
    leaf: leaf ? leafText(leaf) : null,
  }
}

function leafText({ sha256, spkiSha256, notAfter }: Certificate) {
  return { sha256, spkiSha256, notAfter: new Date(notAfter).toISOString() }
}

function storeText({ id, name, version, asOf, publicRoots }: NonNullable<AskedEvidence['store']>) {
  return { id, name, version, asOf: asOf.toISOString(), publicRoots }
}
