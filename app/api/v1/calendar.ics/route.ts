import { calendarFeed } from '#lib/api/v1/calendar.ts'

export const GET = calendarFeed.handler
