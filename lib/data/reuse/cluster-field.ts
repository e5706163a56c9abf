import { z } from 'zod'
import { readClusterRef } from './cluster.ts'

/** One cluster, as URLs name it. */
export function clusterField(title: string) {
  return z
    .string()
    .refine((text) => readClusterRef(text) !== null, 'the name of a cluster is wanted')
    .optional()
    .meta({ title })
}
