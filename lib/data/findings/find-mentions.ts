export interface Mentionable {
  readonly id: string
  readonly name: string
}

/**
 * The users whom a comment names: `@` before a name, without regard to case, at the end of a word. Where one name
 * begins another (`@Ada`, `@Ada Byron`) the longer one is meant. Users of one and the same name are all meant.
 */
export function findMentions<User extends Mentionable>(text: string, users: readonly User[]): User[] {
  const lower = text.toLowerCase()
  const longestFirst = users.filter(({ name }) => name.trim() !== '').toSorted((a, b) => b.name.length - a.name.length)
  const found = new Set<User>()
  for (let at = lower.indexOf('@'); at !== -1; at = lower.indexOf('@', at + 1)) {
    if (isWord(lower.charAt(at - 1))) continue
    const named = longestFirst.find(({ name }) => {
      const wanted = name.trim().toLowerCase()
      return lower.startsWith(wanted, at + 1) && !isWord(lower.charAt(at + 1 + wanted.length))
    })
    if (named === undefined) continue
    for (const user of users) if (user.name.trim().toLowerCase() === named.name.trim().toLowerCase()) found.add(user)
  }
  return [...found]
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character)
}
