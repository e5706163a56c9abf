import { UsageError } from './usage-error.ts'

/** The options of a command that its shared ones don't know: those that take a value, and those that don't. */
export interface OwnOptions<Text extends string, Flag extends string> {
  readonly text: readonly Text[]
  readonly flag: readonly Flag[]
}

export interface SplitOptions<Text extends string, Flag extends string> {
  /** In the order of their mention. */
  readonly text: Readonly<Partial<Record<Text, readonly string[]>>>
  readonly flag: ReadonlySet<Flag>
  /** All others as they stand. */
  readonly rest: readonly string[]
}

/** Takes a command's own options out of its command line. Throws UsageError where a value is missing. */
export function splitOptions<const Text extends string, const Flag extends string>(
  args: readonly string[],
  own: OwnOptions<Text, Flag>,
): SplitOptions<Text, Flag> {
  const text: Partial<Record<Text, string[]>> = {}
  const flag = new Set<Flag>()
  const rest: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    const [, name, inline] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? []
    const takesText = own.text.find((known) => known === name)
    const isFlag = own.flag.find((known) => known === name)
    if (takesText !== undefined) {
      if (inline === undefined) at += 1
      const value = inline ?? args[at]
      if (value === undefined) throw new UsageError(`--${takesText} wants a value`)
      text[takesText] = [...(text[takesText] ?? []), value]
    } else if (isFlag !== undefined && inline === undefined) flag.add(isFlag)
    else rest.push(word)
  }
  return { text, flag, rest }
}
