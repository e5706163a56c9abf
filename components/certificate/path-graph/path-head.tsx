import { CircleDashed, CircleX, Link2, TriangleAlert } from 'lucide-react'
import type { JudgedGroup } from '#lib/data/trust/certificate-judgement.ts'
import { pathReasonWords } from '#lib/x509/path/path-reason-words.ts'
import { Badge } from '../../ui/badge.tsx'

const ruleWords: Readonly<Record<JudgedGroup['rules'], string>> = {
  rfc5280: 'the rules of RFC 5280',
  webpki: 'the rules of public PKI',
  spiffe: 'the rules of X.509-SVIDs',
}

const unknownWords: Readonly<Record<NonNullable<JudgedGroup['unknown']>, string>> = {
  'no-store': 'No trust store counts here, so nothing can be called trusted.',
  'chain-not-on-record': 'The latest facts do not hold this chain whole, so no path could be looked for.',
}

/** The verdict in one line: trusted or not, against which store of which date, by which rules. */
export function PathHead({ group }: { group: JudgedGroup }) {
  const { store, rules, chosen, unknown } = group
  if (store === null || chosen === null)
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Unknown />
        <span className="text-ink-2 text-sm">{unknown === null ? null : unknownWords[unknown]}</span>
      </p>
    )
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Verdict group={group} />
        <span className="[overflow-wrap:anywhere]">
          {chosen.objection === null ? 'to an anchor of ' : 'against '}
          <b className="font-medium">
            <bdi>{store.name}</bdi>
          </b>{' '}
          <span className="text-ink-3">
            (version {store.version}, as of {store.asOf.toISOString().slice(0, 10)}), by {ruleWords[rules]}
          </span>
        </span>
      </p>
      {chosen.objection === null ? null : (
        <p className="text-sm">
          {chosen.path === null ? 'Why: ' : 'A path stands, but '}
          {pathReasonWords[chosen.objection]}.
        </p>
      )}
    </div>
  )
}

function Verdict({ group: { chosen } }: { group: JudgedGroup }) {
  if (chosen === null || chosen.objection === 'budget-exhausted') return <Unknown />
  if (chosen.objection === null)
    return (
      <Badge className="bg-pass-bg text-pass-fg">
        <Link2 aria-hidden="true" />
        Trusted
      </Badge>
    )
  if (chosen.path !== null && chosen.objection !== 'distrusted')
    return (
      <Badge className="border-critical-mark bg-surface text-critical-mark">
        <TriangleAlert aria-hidden="true" />
        Out of date
      </Badge>
    )
  return (
    <Badge className="border-critical-mark bg-surface text-critical-mark">
      <CircleX aria-hidden="true" />
      {chosen.objection === 'distrusted' ? 'Distrusted' : 'No path'}
    </Badge>
  )
}

function Unknown() {
  return (
    <Badge className="border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg">
      <CircleDashed aria-hidden="true" />
      Not judged
    </Badge>
  )
}
