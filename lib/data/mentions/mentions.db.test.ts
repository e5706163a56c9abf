import { beforeEach, expect, test } from 'vitest'
import { type Principal, type Role, systemPrincipal } from '#lib/core/principal.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { requireFilter } from '../filter.ts'
import { changeFinding } from '../findings/change-finding.ts'
import { findingChange } from '../findings/finding-change.ts'
import { getFinding } from '../findings/get-finding.ts'
import { disableUser } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
import { mentionFilter } from './filter.ts'
import { countUnreadMentions, listMentions } from './list-mentions.ts'
import { markMentionsRead } from './read-mentions.ts'

testDatabase('test')

let findingId: string
let ana: Principal
let ada: Principal
let vic: Principal

beforeEach(async () => {
  findingId = await addFinding({ endpointId: await addEndpoint(await addSite(), { host: 'a.test' }) })
  ana = await user('Ana', 'analyst')
  ada = await user('Ada', 'admin')
  vic = await user('Vic', 'viewer')
})

async function user(name: string, role: Role): Promise<Principal> {
  const email = `${name.toLowerCase()}@example.test`
  const id = await createUser(systemPrincipal, { name, email, password: 'correct horse battery', role })
  return { kind: 'user', id, name, role }
}

const comment = (text: string, mentions?: string[]) =>
  changeFinding(ana, { id: findingId }, findingChange.parse({ action: 'comment', text, mentions }))
const list = async (who: Principal, query = '') =>
  (await listMentions(who, requireFilter(mentionFilter, new URLSearchParams(query)))).rows

test('who is named in a comment is told once, by name or by choice, and the history and the log say so', async () => {
  await comment('@Ada and @Vic, look; @Ana too', [ada.id])
  expect(await list(ada)).toMatchObject([
    { findingId, byName: 'Ana', text: '@Ada and @Vic, look; @Ana too', readAt: null },
  ])
  expect(await countUnreadMentions(vic)).toBe(1)
  // Nobody is told of what he wrote himself.
  expect(await list(ana)).toEqual([])
  const { events } = await getFinding(vic, findingId)
  expect(events).toMatchObject([{ detail: { mentioned: [{ name: 'Ada' }, { name: 'Vic' }, { name: 'Ana' }] } }])
  expect(await countRows('audit_entry', `action = 'finding.comment' AND detail -> 'mentioned' IS NOT NULL`)).toBe(1)
})

test('everybody reads his own alone, and marks his own alone', async () => {
  await comment('@Ada @Vic one')
  await comment('@Ada two')
  const [newest] = await list(ada)
  expect(await markMentionsRead(vic, { ids: [newest?.id ?? ''] })).toBe(0)
  expect(await countUnreadMentions(ada)).toBe(2)
  expect(await markMentionsRead(ada, { ids: [newest?.id ?? ''] })).toBe(1)
  expect((await list(ada, 'unread=true')).map(({ text }) => text)).toEqual(['@Ada @Vic one'])
  await comment('@Ada three')
  expect(await markMentionsRead(ada, { query: 'q=three' })).toBe(1)
  expect(await markMentionsRead(ada, { findingId })).toBe(1)
  expect([await countUnreadMentions(ada), await countUnreadMentions(vic)]).toEqual([0, 1])
})

test('pages follow one another', async () => {
  for (const text of ['one', 'two', 'three']) await comment(`@Ada ${text}`)
  const first = await listMentions(ada, requireFilter(mentionFilter, new URLSearchParams('limit=2')))
  const rest = await list(ada, `limit=2&cursor=${first.nextCursor}`)
  expect([...first.rows, ...rest].map(({ text }) => text)).toEqual(['@Ada three', '@Ada two', '@Ada one'])
  expect(first.total.count).toBe(3)
})

test('who may not sign in any more is not told, and a token has no mentions', async () => {
  await disableUser(ada, vic.id)
  await comment('@Vic')
  expect(await countRows('mention')).toBe(0)
  await expect(comment('look', [vic.id])).rejects.toMatchObject({ code: 'invalid-input' })
  const token: Principal = { ...ada, kind: 'token' }
  await expect(list(token)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(markMentionsRead(token, { query: '' })).rejects.toMatchObject({ code: 'forbidden' })
})
