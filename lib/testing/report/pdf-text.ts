import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const reader = 'pdftotext'

/** Whether poppler's pdftotext is on this machine; says so where it is not. */
export const hasPdfTools = spawnSync(reader, ['-v']).error === undefined
if (!hasPdfTools) console.info('skipped: no pdftotext (Debian: poppler-utils), which reads what a PDF says')

/** The text of each page, as another program reads it. */
export function pdfPages(pdf: Buffer): readonly string[] {
  return run(reader, pdf, ['-layout', 'FILE', '-']).split('\f').slice(0, -1)
}

/** What `pdfinfo` says, e.g. of `-struct-text` or `-dests`. */
export function pdfInfo(pdf: Buffer, ...options: readonly string[]): string {
  return run('pdfinfo', pdf, [...options, 'FILE'])
}

function run(program: string, pdf: Buffer, args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pdf-'))
  try {
    const file = join(folder, 'report.pdf')
    writeFileSync(file, pdf)
    const given = args.map((arg) => (arg === 'FILE' ? file : arg))
    const { stdout, stderr, status } = spawnSync(program, given, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
    if (status !== 0 || stderr !== '') throw new Error(`${program}: ${stderr}`)
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}
