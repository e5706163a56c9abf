import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { severities } from '#lib/core/severity.ts'
import { LadderStrip, RungCell, rungStates } from './ladder-strip.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { SeverityBadge } from './severity-badge.tsx'
import { findingStatuses, StatusBadge } from './status-badge.tsx'
import { VerdictBadge } from './verdict-badge.tsx'

const shapesOf = (markup: string) => [...markup.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]).join(' ')

test('the ladder is read out as one sentence, rung by rung', () => {
  const ladder = {
    encrypted: 'pass',
    trusted: 'fail',
    bound: 'pass',
    current: 'not-assessed',
    mutual: 'not-expected',
  } as const
  expect(renderToStaticMarkup(<LadderStrip ladder={ladder} />)).toContain(
    'aria-label="Assurance ladder: encrypted pass, trusted fail, bound pass, current not assessed, mutual not expected"',
  )
})

test('every state of a rung has a shape of its own, and only a pass looks like one', () => {
  const cells = rungStates.map((state) => renderToStaticMarkup(<RungCell state={state} />))
  expect(new Set(cells.map(shapesOf)).size).toBe(rungStates.length)
  expect(cells.filter((cell) => cell.includes('pass'))).toHaveLength(1)
})

test('severity is a word and a shape beside its colour', () => {
  const badges = severities.map((severity) => renderToStaticMarkup(<SeverityBadge severity={severity} />))
  expect(badges.map((badge) => badge.replaceAll(/<[^>]+>/g, ''))).toEqual(['Info', 'Low', 'Medium', 'High', 'Critical'])
  expect(new Set(badges.map(shapesOf)).size).toBe(severities.length)
})

test('status takes no hue of a severity', () => {
  for (const status of findingStatuses) {
    expect(renderToStaticMarkup(<StatusBadge status={status} />)).not.toMatch(
      /(critical|high|medium|low|info|pass)-(bg|fg|mark)/,
    )
  }
})

test('what is not known is dashed and never green', () => {
  const unknown = [
    <VerdictBadge key="v" outcome="not-assessed" />,
    <OutcomeBadge key="t" outcome="timeout" />,
    <OutcomeBadge key="n" outcome={null} />,
  ]
  for (const badge of unknown) {
    const markup = renderToStaticMarkup(badge)
    expect(markup).toContain('border-dashed')
    expect(markup).not.toContain('pass-')
  }
})
