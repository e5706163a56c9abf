import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { FindingHistory } from './finding-history.tsx'

const declined = (detail: Readonly<Record<string, unknown>>) =>
  renderToStaticMarkup(
    <FindingHistory
      events={[
        {
          id: '1',
          at: new Date('2026-11-23T12:00:00Z'),
          kind: 'acceptance-declined',
          actorName: 'Ana',
          detail: { proposedBy: 'Ana', ...detail },
        },
      ]}
    />,
  )

test('who declines what somebody of the same name proposed took nothing back', () => {
  expect(declined({})).toContain('declined the acceptance')
  expect(declined({ own: true })).toContain('took the proposed acceptance back')
})
