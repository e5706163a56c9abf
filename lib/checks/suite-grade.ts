import { readSuiteName, type SuiteParts } from '#lib/tls/suite-name.ts'
import { isBroken, isCbc, lacksForwardSecrecy, protectsNothing } from './accepted-suites.ts'

/** `void` protects nothing, `broken` can be read, `weak` leaks over time, `dated` has a better kind; null: not known. */
export type SuiteGrade = 'void' | 'broken' | 'weak' | 'dated' | 'sound'

export interface GradedSuite {
  readonly name: string
  /** Strength of the cipher; null where the suite has no name. */
  readonly bits: number | null
  readonly grade: SuiteGrade | null
  /** What speaks against it, in words; worst first. */
  readonly marks: readonly string[]
}

/** What a suite is worth by itself, as the checks have it. */
export function gradeSuite(name: string): GradedSuite {
  if (name.startsWith('0x')) return { name, bits: null, grade: null, marks: [] }
  const parts = readSuiteName(name)
  return { name, bits: parts.bits, grade: gradeOf(parts), marks: marksOf(parts) }
}

function gradeOf(parts: SuiteParts): SuiteGrade {
  if (protectsNothing(parts)) return 'void'
  if (isBroken(parts)) return 'broken'
  if (parts.blockBits === 64) return 'weak'
  return lacksForwardSecrecy(parts) || isCbc(parts) ? 'dated' : 'sound'
}

function marksOf(parts: SuiteParts): string[] {
  const { bits, authentication, exportGrade, cipher, mac, blockBits } = parts
  const marks: readonly (readonly [boolean, string])[] = [
    [bits === 0, 'no encryption'],
    [authentication === 'anon', 'no authentication'],
    [exportGrade, 'export'],
    [cipher.startsWith('RC4'), 'RC4'],
    [mac === 'MD5', 'MD5'],
    [blockBits === 64, '64-bit blocks'],
    [lacksForwardSecrecy(parts), 'no forward secrecy'],
    [isCbc(parts), 'CBC'],
  ]
  return marks.flatMap(([holds, word]) => (holds ? [word] : []))
}
