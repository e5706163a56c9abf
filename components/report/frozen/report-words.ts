import type { ControlChange } from '#lib/compliance/compare-controls.ts'
import type { FindingChange, VerdictChange } from '#lib/compliance/compare-verdicts.ts'

export const verdictChangeWords: Readonly<Record<VerdictChange, string>> = {
  worse: 'Worse',
  better: 'Better',
  'unknown-now': 'Unknown now',
  'known-now': 'Known now',
  other: 'Applies otherwise',
  'new-subject': 'New subject',
  'gone-subject': 'Gone subject',
  'new-check': 'New check',
  'gone-check': 'Gone check',
}

export const findingChangeWords: Readonly<Record<FindingChange, string>> = {
  opened: 'Opened',
  resolved: 'Resolved',
  excepted: 'Excepted',
  'exception-ended': 'Exception ended',
  gone: 'Gone with its subject',
}

export const controlChangeWords: Readonly<Record<ControlChange, string>> = {
  worse: 'Worse',
  better: 'Better',
  'unknown-now': 'Unknown now',
  'known-now': 'Known now',
  same: 'Same',
  'new-control': 'Only in this report',
  'gone-control': 'Only in the earlier',
}
