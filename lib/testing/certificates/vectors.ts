import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** Where conformance vectors lie; they are no part of the project. */
export const vectorFolder =
  process.env.COUNTERSIGN_VECTORS ?? fileURLToPath(new URL('../../../../shared/vectors', import.meta.url))

/** The parsed JSON of one gzipped vector file, or null, with a message, where it is not on this machine. */
export function readVectors(name: string): unknown {
  const file = `${vectorFolder}/${name}.json.gz`
  if (existsSync(file)) return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))
  console.info(`skipped: no ${name}.json.gz; COUNTERSIGN_VECTORS names the folder of the conformance vectors`)
  return null
}
