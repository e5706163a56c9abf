import { dayMs, secondMs } from '#lib/core/time.ts'
import { namedCondition } from '../named-condition.ts'
import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { certificatesBelow } from '../trust/leaves-below.ts'
import type { CertificateFilter, expiryPresets } from './filter.ts'
import { hexBounds, serialBounds } from './hex-bounds.ts'
import { planText, type TextPlan, textCondition } from './text-condition.ts'

/** What has to be known before a filter can be put into SQL; one plan serves the list and its count. */
export async function planCertificates(filter: CertificateFilter): Promise<TextPlan | null> {
  return filter.q === undefined ? null : planText(filter.q)
}

/**
 * The filter as conditions on certificates `c`, joined by AND; `true` where nothing is filtered. Every list, count,
 * export and report of certificates goes through here.
 */
export function certificateConditions(
  filter: CertificateFilter,
  plan: TextPlan | null,
  now: Date,
  values: Parameters,
): string {
  const conditions = [
    ...(plan === null ? [] : [textCondition(plan, values)]),
    ...fieldConditions(filter, values),
    ...validityConditions(filter, now, values),
    ...placeConditions(filter, values),
  ]
  return conditions.join(' AND ') || 'true'
}

function fieldConditions(filter: CertificateFilter, values: Parameters): string[] {
  const conditions: string[] = []
  if (filter.name !== undefined) {
    conditions.push(
      `c.id IN (SELECT n.certificate_id FROM certificate_name n WHERE n.value ILIKE ${values.add(likeContains(filter.name))})`,
    )
  }
  if (filter.issuer !== undefined) conditions.push(`c.issuer ILIKE ${values.add(likeContains(filter.issuer))}`)
  if (filter.serial !== undefined) conditions.push(between('c.serial', serialBounds(filter.serial), values))
  if (filter.sha256 !== undefined) conditions.push(between('c.sha256', hexBounds(filter.sha256), values))
  if (filter.spki !== undefined) conditions.push(between('c.spki_sha256', hexBounds(filter.spki), values))
  if (filter.below !== undefined)
    conditions.push(`c.id IN (${certificatesBelow(`${values.add(Buffer.from(filter.below, 'hex'))}::bytea`)})`)
  if (filter.keyAlgorithm !== undefined)
    conditions.push(`c.key_algorithm = ANY (${values.add(filter.keyAlgorithm)}::text[])`)
  if (filter.public !== undefined) conditions.push(`${filter.public ? '' : 'NOT '}${publiclyTrusted}`)
  return conditions
}

function between(column: string, [first, last]: readonly [unknown, unknown], values: Parameters): string {
  return `${column} >= ${values.add(first)} AND ${column} <= ${values.add(last)}`
}

/**
 * An anchor of a store of public roots, or on a path to one that was found at an address. What was never judged is
 * not known to be public.
 */
const publiclyTrusted = `(
  EXISTS (SELECT 1 FROM trust_anchor ta JOIN trust_store ts ON ts.id = ta.trust_store_id AND ts.public_roots WHERE ta.certificate_id = c.id)
  OR EXISTS (SELECT 1 FROM presence pp JOIN address pa ON pa.id = pp.address_id JOIN observation po ON po.id = pa.latest_observation_id
             CROSS JOIN LATERAL (SELECT po.facts #> '{trust,value}' AS opinion
                                  UNION ALL SELECT value FROM jsonb_each(coalesce(po.facts #> '{otherTrust,value}', '{}'))) said
              JOIN trust_store ts ON ts.public_roots AND ts.id::text = said.opinion #>> '{store,id}'
             WHERE pp.certificate_id = c.id AND pp.closed_at IS NULL AND said.opinion -> 'pathFound' = 'true'
               AND said.opinion -> 'path' ? encode(c.sha256, 'hex')))`

/** notAfter is inclusive (RFC 5280 4.1.2.5) and in whole seconds: expired is what ends before this second. */
export function startOfSecond(now: Date): Date {
  return new Date(Math.floor(now.getTime() / secondMs) * secondMs)
}

function validityConditions(filter: CertificateFilter, now: Date, values: Parameters): string[] {
  const conditions: string[] = []
  if (filter.expiresAfter !== undefined) conditions.push(`c.not_after >= ${values.add(filter.expiresAfter)}`)
  if (filter.expiresBefore !== undefined) conditions.push(`c.not_after < ${values.add(filter.expiresBefore)}`)
  if (filter.expiry !== undefined) {
    const presets = filter.expiry.map((preset) => presetCondition(preset, startOfSecond(now), values))
    conditions.push(`(${presets.join(' OR ')})`)
  }
  return conditions
}

function presetCondition(preset: (typeof expiryPresets)[number], now: Date, values: Parameters): string {
  const at = `${values.add(now)}::timestamptz`
  if (preset === 'expired') return `c.not_after < ${at}`
  if (preset === 'third' || preset === 'tenth') {
    const share = preset === 'third' ? '3' : '10'
    return `(c.not_after >= ${at} AND (c.not_after - ${at}) * ${share} < c.not_after - c.not_before)`
  }
  const days = { '7d': 7, '30d': 30, '90d': 90 }[preset]
  return `(c.not_after >= ${at} AND c.not_after < ${values.add(new Date(now.getTime() + days * dayMs))})`
}

const served = (position: string) =>
  `EXISTS (SELECT 1 FROM ${servedPlaces} WHERE p.certificate_id = c.id AND ${servedNow}${position})`
const isAnchor = 'EXISTS (SELECT 1 FROM trust_anchor ta WHERE ta.certificate_id = c.id)'

/** Role, environment, owner, identity and endpoint hold of one and the same place. */
function placeConditions(filter: CertificateFilter, values: Parameters): string[] {
  const where = [
    ...(filter.environment === undefined ? [] : [namedCondition('env.name', filter.environment, values)]),
    ...(filter.owner === undefined ? [] : [namedCondition('i.owner', filter.owner, values)]),
    ...(filter.identity === undefined ? [] : [`i.id = ANY (${values.add(filter.identity)}::uuid[])`]),
    ...(filter.endpoint === undefined ? [] : [`e.id = ANY (${values.add(filter.endpoint)}::uuid[])`]),
  ]
  // Of what is no longer served, the places where it was.
  const when = filter.served === false ? 'true' : servedNow
  const at = (position: string) =>
    `EXISTS (SELECT 1 FROM ${servedPlaces} ${identityOfEndpoint} WHERE p.certificate_id = c.id AND ${[when, ...where].join(' AND ')}${position})`
  const roles = (filter.role ?? []).map((role) => {
    if (role === 'leaf') return at(' AND p.position = 0')
    if (role === 'ca') return 'c.is_ca'
    if (role === 'anchor') return isAnchor
    return `NOT ${served('')} AND NOT ${isAnchor}`
  })
  // A leaf that is served somewhere is served: asking again would only cost.
  const leafOnly = filter.role?.every((role) => role === 'leaf') === true
  const implied = filter.served === true && (leafOnly || where.length > 0)
  return [
    ...(filter.served === undefined || implied ? [] : [`${filter.served ? '' : 'NOT '}${served('')}`]),
    ...(roles.length === 0 ? [] : [`(${roles.map((role) => `(${role})`).join(' OR ')})`]),
    ...(where.length === 0 || leafOnly ? [] : [at('')]),
  ]
}
