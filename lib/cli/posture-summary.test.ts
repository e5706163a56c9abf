import { expect, test } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import { tls } from '#lib/testing/facts.ts'
import { noFlaws } from '#lib/testing/posture-facts.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import { postureLines } from './posture-summary.ts'

test('tells what the server was seen to do, and is silent on flaws and curiosities that it has not', () => {
  expect(postureLines({ facts: tls(), connections: 38 })).toEqual([
    '    versions TLSv1.2 TLSv1.3',
    '    suites   TLSv1.3 2, TLSv1.2 2',
    '    groups   X25519MLKEM768 x25519, post-quantum',
    '    http     none',
    '    clients  NOT-REQUESTED',
    '    asked    38 connections',
  ])
})

test('names flaws that the server shows, and with a question mark those that were not learned', () => {
  const flaws = observed({ ...noFlaws, heartbleed: observed(true), ticketbleed: failed<boolean>('timeout') })
  expect(postureLines({ facts: tls({ flaws }), connections: 44 })).toContain('    flaws    Heartbleed, Ticketbleed?')
})

test('says why a part was not learned', () => {
  expect(postureLines({ facts: tls({ suites: failed('rate-limited') }), connections: 3 })).toContain(
    '    suites   ? rate-limited',
  )
})

test('has nothing to say where nothing of it was asked', () => {
  const skip = skipped<never>('not-in-depth')
  expect(postureLines({ facts: tls({ ...noPosture(skip), mtls: skip }), connections: 1 })).toEqual([])
})
