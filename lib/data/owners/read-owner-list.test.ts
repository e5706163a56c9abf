import { expect, test } from 'vitest'
import { readOwnerList } from './read-owner-list.ts'

test('a problem stands at its line of the file, also behind cells with line breaks', () => {
  const text = 'name;contact;active\r\n"Payments\r\nEurope";x;yes\r\n\r\nLedger;y;perhaps\r\n'
  expect(readOwnerList(text)).toEqual({
    owners: [{ name: 'Payments\r\nEurope', contact: 'x', active: true, since: null }],
    problems: [{ line: 5, problem: 'active: “perhaps” is neither yes nor no' }],
  })
})

test('cells are parted by what parts the columns of the first line', () => {
  for (const mark of [',', ';', '\t']) {
    const text = [`\ufeff"Name"${mark}contact`, `Ledger${mark}"a, b; c"`].join('\n')
    expect(readOwnerList(text).owners).toMatchObject([{ name: 'Ledger', contact: 'a, b; c' }])
  }
  expect(readOwnerList('who\nLedger').problems).toEqual([{ line: 1, problem: 'there is no column “name”' }])
})
