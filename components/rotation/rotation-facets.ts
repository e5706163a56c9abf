import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { readinessStates, readinessSteps } from '#lib/checks/rotation-readiness.ts'
import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import type { Facet } from '../table/facet.ts'
import { basisWords, signWords, stateWords } from './due-words.ts'
import { readinessWords, renewalWords } from './readiness-words.ts'

/** The filters of the rotations' list. */
export function rotationFacets(choices: PlaceChoices): Facet[] {
  return [
    ...placeFacets(choices),
    { kind: 'flag', key: 'kept', label: 'Key', yes: 'Key kept', no: 'New key' },
    { kind: 'flag', key: 'late', label: 'Late', yes: 'Late or after expiry', no: 'In good time' },
    { kind: 'date', key: 'since', label: 'Since' },
    { kind: 'date', key: 'until', label: 'Until' },
  ]
}

/** Of what is due. */
export function dueFacets(choices: PlaceChoices): Facet[] {
  return [
    ...stateFacets,
    ...placeFacets(choices),
    { kind: 'date', key: 'dueAfter', label: 'Due from' },
    { kind: 'date', key: 'dueBefore', label: 'Due before' },
  ]
}

/** Of how identities rotate. */
export function rhythmFacets(choices: PlaceChoices): Facet[] {
  return [
    ...stateFacets,
    { kind: 'flag', key: 'learned', label: 'Rhythm', yes: 'Learned', no: 'Too few seen' },
    ...placeFacets(choices),
  ]
}

/** Of who would hold shorter lives. */
export function readinessFacets(choices: PlaceChoices): Facet[] {
  const states = readinessStates.map((value) => ({ value, label: readinessWords[value] }))
  return [
    ...readinessSteps.map(
      ({ days }): Facet => ({ kind: 'choice', key: `ready${days}`, label: `${days} days`, options: states }),
    ),
    { kind: 'choice', key: 'readyPolicy', label: 'Own policy', options: states },
    {
      kind: 'choice',
      key: 'limits',
      label: 'Limits',
      options: [
        { value: 'public', label: 'Public certificates' },
        { value: 'private', label: 'Private ones' },
        { value: 'unknown', label: 'Not known' },
      ],
    },
    {
      kind: 'choice',
      key: 'renewal',
      label: 'Renewal on record',
      options: [
        ...Object.entries(renewalWords).map(([value, label]) => ({ value, label })),
        { value: 'none', label: 'Not on record' },
      ],
    },
    ...placeFacets(choices),
  ]
}

const stateFacets: readonly Facet[] = [
  {
    kind: 'choice',
    key: 'state',
    label: 'State',
    options: rotationStates.map((value) => ({ value, label: stateWords[value] })),
  },
  {
    kind: 'choice',
    key: 'sign',
    label: 'Sign',
    options: rotationSigns.map((value) => ({ value, label: signWords[value] })),
  },
  {
    kind: 'choice',
    key: 'basis',
    label: 'Rests on',
    options: rotationBases.map((value) => ({ value, label: basisWords[value] })),
  },
]

function placeFacets({ environments, owners }: PlaceChoices): Facet[] {
  return [
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
  ]
}
