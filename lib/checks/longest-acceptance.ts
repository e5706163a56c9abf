/** An acceptance is looked at again at least once a year. */
export const longestAcceptanceDays = 366
