import { expect, test } from 'vitest'
import { elementsOf, keyed, readXml } from './xml.ts'

test('reads elements, attributes, references and CDATA', () => {
  const root = readXml(
    '<?xml version="1.0"?><!-- a -&#45; b --><r a="1 &lt; 2"><p key="x">one &amp; &#65;&#x42;</p><p/><q><![CDATA[<p>]]></q></r>',
  )
  expect(root.attributes).toEqual({ a: '1 < 2' })
  expect(keyed(root, 'x')?.text).toBe('one & AB')
  expect(elementsOf(root, 'p')).toHaveLength(2)
  expect(elementsOf(root, 'q')[0]?.text).toBe('<p>')
})

test('a document that is cut off is refused', () => {
  expect(() => readXml('<a><b></a>')).toThrow('closes nothing')
  expect(() => readXml('<a><b></b>')).toThrow('not closed')
})
