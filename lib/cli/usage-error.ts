/** What is wrong with a command line; its message is for the person at the terminal. */
export class UsageError extends Error {}
