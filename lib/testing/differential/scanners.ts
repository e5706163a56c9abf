import { findBinary } from '../lab/makes/binaries.ts'
import { lookWithNmap } from './nmap.ts'
import { runProgram } from './program.ts'
import { type Scan, type Tool, tools } from './sightings.ts'
import { lookWithSslscan } from './sslscan.ts'
import type { Place } from './subject.ts'
import { lookWithTestssl } from './testssl.ts'

interface Scanner {
  readonly debianPackage: string
  look(place: Place): Promise<Scan>
}

const scanners: Readonly<Record<Tool, Scanner>> = {
  sslscan: { debianPackage: 'sslscan', look: lookWithSslscan },
  nmap: { debianPackage: 'nmap', look: lookWithNmap },
  testssl: { debianPackage: 'testssl.sh', look: lookWithTestssl },
}

/** What a scanner saw; one that fails is unable, not the comparison's end. */
export async function lookWith(tool: Tool, place: Place): Promise<Scan> {
  try {
    return await scanners[tool].look(place)
  } catch (error) {
    return { status: 'unable', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What a skipped test says; null where the tool is there. */
export function missingTool(tool: Tool): string | null {
  return findBinary(tool) === null ? `${tool} is not installed (Debian: ${scanners[tool].debianPackage})` : null
}

/** The installed tools with their versions, as they say them. */
export async function toolVersions(): Promise<Readonly<Partial<Record<Tool, string>>>> {
  const said: Partial<Record<Tool, string>> = {}
  for (const tool of tools.filter((one) => missingTool(one) === null)) {
    const text = await runProgram(tool, ['--version'], 30_000)
    said[tool] = /(?:^|[\s\dm])(\d+\.\d+(?:\.\d+)?)\b/.exec(text)?.[1] ?? 'unknown'
  }
  return said
}
