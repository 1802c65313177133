import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { textContent } from '../../src/sources/text-content.ts'

const csv = 'id,title\nINC-1,Grüße\n'
const utf16 = (order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\ufeff${csv}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

test.each([
  ['plain', Buffer.from(csv)],
  ['packed', gzipSync(csv)],
  ['as spreadsheets of Windows write it', utf16('le')],
  ['the other way round', utf16('be')],
  ['packed on top', gzipSync(utf16('le'))],
])('is read: %s', (_, bytes) => expect(textContent(bytes)).toBe(csv))

describe('what is no text is told with the mend', () => {
  test.each([
    ['a spreadsheet', Buffer.from('PK\u0003\u0004sheet'), /export it as CSV/],
    ['a torn archive', gzipSync(csv.repeat(50)).subarray(0, 40), /packed by gzip and torn/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), /is no text/],
    ['what grows beyond all bounds', gzipSync(Buffer.alloc(257 * 1024 * 1024)), /more than 256 MB/],
  ])('%s', (_, bytes, says) => expect(() => textContent(bytes)).toThrow(says))
})
