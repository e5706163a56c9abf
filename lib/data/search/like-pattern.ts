/** Text as the inside of a LIKE pattern: what was typed stands for itself. */
export function likeContains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}
