/**
 * Tells a write that was cut short from a line somebody changed. A cut leaves the beginning of a record: an opening
 * brace that is closed by the very last byte or not at all. After a power cut the missing rest may read as NUL bytes.
 */
export const isUnfinishedLine = (tail: Uint8Array): boolean => {
  let end = tail.length
  while (end > 0 && tail[end - 1] === 0) end -= 1
  if (end === 0) return true
  if (tail[0] !== brace.open) return false
  const close = closingBrace(tail.subarray(0, end))
  // A whole record with anything but its newline behind it was changed, not cut.
  return close === undefined || (close === end - 1 && end === tail.length)
}

const brace = { open: 0x7b, close: 0x7d } as const
const quote = 0x22
const backslash = 0x5c

/** Where the brace opened by the first byte is closed. */
const closingBrace = (bytes: Uint8Array): number | undefined => {
  let depth = 0
  let quoted = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (quoted && byte === backslash) index += 1
    else if (byte === quote) quoted = !quoted
    else if (!quoted && byte === brace.open) depth += 1
    else if (!quoted && byte === brace.close) {
      depth -= 1
      if (depth === 0) return index
    }
  }
  return undefined
}
