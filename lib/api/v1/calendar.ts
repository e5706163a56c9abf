import { z } from 'zod'
import { authenticateFeed } from '#lib/auth/authenticate-feed.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { dayMs } from '#lib/core/time.ts'
import { listUpcoming, type UpcomingLeaf } from '#lib/data/rotations/list-upcoming.ts'
import { upcomingFilter } from '#lib/data/rotations/upcoming-filter.ts'
import { type CalendarEvent, calendarContentType, icalendar } from '#lib/export/calendar/icalendar.ts'
import { defineRoute } from '../define-route.ts'

const refreshMinutes = 60

/** Lives from here on are planned in days; the hour matters to shorter ones. */
const plannedInDaysMs = 14 * dayMs

export const calendarFeed = defineRoute(
  {
    method: 'GET',
    path: '/api/v1/calendar.ics',
    summary: 'Coming rotations and expiries as an iCalendar feed',
    description:
      'For calendar programs, by a link with a token of its own, which opens nothing else. Neither a session nor a token of the API opens it.',
    role: 'viewer',
    query: upcomingFilter.extend({ token: z.string().max(100).meta({ title: 'Token' }) }),
    response: 'file',
    async handle({ principal, query: { token: _, ...scope } }) {
      const now = new Date()
      const leaves = await listUpcoming(principal, scope, now)
      const head = {
        name: 'Certificate rotations',
        description: `What is due and what expires within ${scope.days} days`,
        madeAt: now,
        refreshMinutes,
      }
      const until = new Date(now.getTime() + scope.days * dayMs)
      const events = leaves.flatMap((leaf) => eventsOf(leaf, publicUrl(), now, until))
      return new Response(icalendar(head, events), {
        headers: {
          'content-type': calendarContentType,
          'content-disposition': 'inline; filename="rotations.ics"',
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
          // The address of the feed is its secret.
          'referrer-policy': 'no-referrer',
        },
      })
    },
  },
  authenticateFeed,
)

function eventsOf(leaf: UpcomingLeaf, base: string, now: Date, until: Date): CalendarEvent[] {
  const page = leaf.subjectKind === 'identity' ? 'identities' : 'endpoints'
  const shared = {
    allDay: leaf.notAfter.getTime() - leaf.notBefore.getTime() >= plannedInDaysMs,
    url: `${base}/${page}/${leaf.subjectId}`,
    description: [
      `Certificate: ${leaf.certificateName}`,
      `Valid: ${leaf.notBefore.toISOString()} to ${leaf.notAfter.toISOString()}`,
      `Rotation due: ${leaf.dueAt.toISOString()}, by ${leaf.basis}`,
      `Owner: ${leaf.owner ?? 'none on record'}`,
      `Environment: ${leaf.environment ?? 'none on record'}`,
      `SHA-256: ${leaf.sha256}`,
    ].join('\n'),
  }
  const uid = (kind: string) => `${kind}-${leaf.subjectId}-${leaf.sha256}@countersign`
  const events: CalendarEvent[] = [
    {
      ...shared,
      uid: uid('due'),
      at: leaf.dueAt,
      summary: `Rotate ${leaf.subject}${leaf.dueAt < now ? ' (overdue)' : ''}`,
      categories: ['Rotation'],
    },
    { ...shared, uid: uid('expiry'), at: leaf.notAfter, summary: `${leaf.subject} expires`, categories: ['Expiry'] },
  ]
  return events.filter(({ at }) => at < until)
}

export const calendarRoutes = [calendarFeed]
