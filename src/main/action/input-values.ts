/** What the text of an input means, or what was wanted instead. */
import { readLedgerUrl } from '../../config/ledger-url.ts'
import { nearest } from '../../config/nearest.ts'
import { type Reading, read, wanted } from '../../config/reading.ts'

export type ReadValue<Value> = (text: string) => Reading<Value>

/** One of a few words, in whatever case an organisation variable spells it. */
export const wordOf =
  <Word extends string>(words: readonly Word[]): ReadValue<Word> =>
  (text) => {
    const word = words.find((known) => known === text.toLowerCase())
    if (word !== undefined) return read(word)
    return wanted(`${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, nearest(text, words))
  }

/** As YAML 1.2 spells them, which is what GitHub's own actions take. */
export const readBoolean: ReadValue<boolean> = (text) => {
  if (/^(?:true|True|TRUE)$/.test(text)) return read(true)
  return /^(?:false|False|FALSE)$/.test(text) ? read(false) : wanted('true or false')
}

export const readNumber: ReadValue<number> = (text) =>
  /^[1-9]\d{0,8}$/.test(text)
    ? read(Number(text))
    : wanted('the number of a pull request', /^#[1-9]\d{0,8}$/.test(text) ? text.slice(1) : undefined)

/** A ref or a commit, as git would take it on a command line and never for an option or a range. */
export const readRef: ReadValue<string> = (text) => {
  if (/^0+$/.test(text)) return wanted('a ref or a commit; zeros are the name of none')
  if (/^[0-9a-f]{41,}$/i.test(text) && text.length !== 64)
    return wanted(`a commit of 40 (or 64) hexadecimal digits; these are ${text.length}`)
  return /^[^-][^\s\p{Cc}\p{Cf}:?*[\\]{0,249}$/u.test(text) && !text.includes('..') && !/^[:?*[\\]/.test(text)
    ? read(text)
    : wanted('a ref or a commit, as refs/tags/v1 or main')
}

/** The name of an environment; GitHub takes 255 characters. */
export const readName: ReadValue<string> = (text) =>
  text.length <= 255 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)
    ? read(text)
    : wanted('a name on one line, of at most 255 characters')

/** A path inside the repository, as git names it. */
export const readPath: ReadValue<string> = (text) => {
  const segments = text.replace(/^\.\//, '').split('/')
  const inside = !segments.some((segment) => ['', '.', '..'].includes(segment)) && !/[\\\p{Cc}]/u.test(text)
  return inside && text.length <= 1000
    ? read(segments.join('/'))
    : wanted('a path inside the repository, as .github/change-risk.yml')
}

/** What cannot be a quotation, nor run together with the verb behind it. */
export const readPrefix: ReadValue<string> = (text) =>
  /^(?![>`])[!-~]{0,9}[!-/:-@[-`{-~]$/.test(text)
    ? read(text)
    : wanted(
        '1 to 10 characters without blanks, which begin with neither > nor a grave accent and end with no letter or digit, such as /gate-',
      )

/** More YAML than any policy holds. */
const mostPolicy = 256 * 1024

export const readPolicy: ReadValue<string> = (text) =>
  text.length <= mostPolicy ? read(text) : wanted(`YAML of at most ${mostPolicy} characters`)

/** A ledger URL as the configuration takes it; here, where it may be a secret, with a password too. */
export const readLedger: ReadValue<string> = (text) => {
  if (!/^postgres(?:ql)?:/.test(text)) return readLedgerUrl(text)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return wanted('a URL like postgres://USER:PASSWORD@HOST/DATABASE')
  url.password = ''
  url.searchParams.delete('password')
  const reading = readLedgerUrl(url.href)
  return reading.ok ? read(text) : reading
}

/** A token goes into a header: nothing but what GitHub's tokens are made of, and JSON Web Tokens. */
export const readToken: ReadValue<string> = (text) =>
  /^[\w.~+/=-]{1,2000}$/.test(text) ? read(text) : wanted('a token, without spaces or line ends')
