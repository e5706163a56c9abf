export const secondMs = 1000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
/** CA/B BR 6.3.2: a day is 86,400 seconds. */
export const dayMs = 24 * hourMs
