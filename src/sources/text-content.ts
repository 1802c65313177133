/** The text in a file as people have it: packed or not, out of any editor or spreadsheet. */
import { gunzipSync } from 'node:zlib'
import { SourceError } from '../domain/errors.ts'

/** What grows beyond this when it is unpacked was made to. */
const mostBytes = 256 * 1024 * 1024
/** How far into a file a look for what is no text goes. */
const looked = 8192

const begins = (bytes: Buffer, ...magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte)

const unpacked = (bytes: Buffer): Buffer => {
  if (!begins(bytes, 0x1f, 0x8b)) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes })
  } catch (cause) {
    const tooMuch = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new SourceError(
      tooMuch
        ? `holds more than ${mostBytes / 1024 / 1024} MB when it is unpacked; split it`
        : 'is packed by gzip and torn; pack it again',
      { cause },
    )
  }
}

/** Throws SourceError, which begins after the name of the file, where it holds no text. */
export const textContent = (file: Buffer): string => {
  const bytes = unpacked(file)
  if (begins(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (begins(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04))
    throw new SourceError('is a spreadsheet or an archive; export it as CSV or JSON, or unpack it')
  if (bytes.subarray(0, looked).includes(0)) throw new SourceError('is no text; export it as CSV or JSON')
  return bytes.toString('utf8')
}
