import { expect, test } from 'vitest'
import { csvRecords } from './csv-records.ts'

test('each record stands at the line of the file on which it begins, whatever its cells hold', () => {
  const text = 'name,note\r\n"a","one\r\ntwo\r\nthree"\r\n\r\n"b\r","\nx"\nc,"d\ne"\rf,g'
  expect(csvRecords('name;note', ';')).toEqual([{ line: 1, cells: ['name', 'note'] }])
  expect(csvRecords(text.replaceAll(/\r\n|\r|\n/g, '\n'), ',').map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'name'],
    [2, 'a'],
    [5, ''],
    [6, 'b\n'],
    [9, 'c'],
    [11, 'f'],
  ])
})
