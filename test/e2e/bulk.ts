/**
 * Thousands of commits for `git fast-import`, as a working team might leave them: a few busy files, edits of some
 * lines, now and then a new file, mostly squash merges with a pull request number. The same seed, the same bytes.
 */

export interface BulkRequest {
  readonly commits: number
  readonly seed: number
  readonly branch: string
  /** SHA to build on; null on an unborn branch. */
  readonly tip: string | null
  /** Seconds since the epoch of the first commit. */
  readonly start: number
  /** So many commits after one another a revert of the largest recent one follows; none where absent. */
  readonly revertEvery?: number
}

/** A commit that a revert may take back: what its files held before it. */
interface Reversible {
  readonly subject: string
  readonly before: ReadonlyMap<string, string | undefined>
}

/** How far back a revert reaches. */
const revertReach = 8

const people = ['Mira Vale', 'Tomas Quill', 'Ada Ferro', 'Jonas Reed', 'Lin Harrow', 'Oona Brisk']
const folders = [
  'src/ledger',
  'src/accounts',
  'web/pages',
  'services/mail',
  'test/ledger',
  'docs',
  '.github/workflows',
]
const endings = ['ts', 'ts', 'tsx', 'ts', 'ts', 'md', 'yml']

/** Whole numbers below a bound, from a 32-bit xorshift. */
const chance = (seed: number): ((bound: number) => number) => {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  return (bound) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % bound
  }
}

/** Bytes, not characters: names and contents here are ASCII. */
const data = (text: string): string => `data ${text.length}\n${text}\n`

export const bulkStream = (request: BulkRequest): { readonly stream: string; readonly lastTime: number } => {
  const below = chance(request.seed)
  const files = new Map<string, string[]>()
  const paths: string[] = []
  const parts: string[] = []
  let time = request.start
  let recent: readonly Reversible[] = []

  const newFile = (): string => {
    const folder = below(folders.length)
    // The seed is part of the name, so that a second bulk does not overwrite the files of the first.
    const path = `${folders[folder]}/part-${request.seed}-${paths.length}.${endings[folder]}`
    files.set(
      path,
      Array.from({ length: 8 + below(40) }, (_, line) => `line ${line} of ${below(1000)}`),
    )
    paths.push(path)
    return path
  }
  /** A busy file more often than a quiet one: the smaller of two draws. */
  const oldFile = (): string => paths[Math.min(below(paths.length), below(paths.length))] ?? newFile()
  const edit = (path: string): void => {
    const lines = files.get(path) ?? []
    const place = below(lines.length + 1)
    const fresh = Array.from({ length: 1 + below(6) }, () => `edited to ${below(100_000)}`)
    lines.splice(place, Math.min(below(4), Math.max(0, lines.length - 4)), ...fresh)
    // Files must not grow without end, or the stream grows with the square of the commits.
    if (lines.length > 120) lines.splice(0, 40)
  }

  /** What is edited, as it was before. */
  const edited = (): Reversible['before'] => {
    const before = new Map<string, string | undefined>()
    for (let file = 1 + below(4); file > 0; file -= 1) {
      const isNew = paths.length === 0 || below(8) === 0
      const path = isNew ? newFile() : oldFile()
      if (!before.has(path)) before.set(path, isNew ? undefined : files.get(path)?.join('\n'))
      if (!isNew) edit(path)
    }
    return before
  }
  const putBack = ({ before }: Reversible): Reversible['before'] => {
    for (const [path, content] of before) files.set(path, (content ?? 'taken back').split('\n'))
    return before
  }

  for (let index = 0; index < request.commits; index += 1) {
    const largest = [...recent].sort((one, other) => other.before.size - one.before.size)[0]
    const isTurn = request.revertEvery !== undefined && index % request.revertEvery === 0
    const reverted = isTurn ? largest : undefined
    const before = reverted ? putBack(reverted) : edited()
    const touched = [...before.keys()]
    const person = people[below(people.length)] ?? ''
    const signature = `${person} <${person.toLowerCase().replace(' ', '.')}@example.com> ${time} +0000`
    const what = reverted ? `Revert "${reverted.subject}"` : `Adjust ${touched[0]}`
    const subject = `${what}${below(5) > 0 ? ` (#${index + 1})` : ''}`
    recent = [
      ...recent.filter((commit) => commit !== reverted),
      ...(reverted ? [] : [{ subject, before }]),
    ].slice(-revertReach)
    parts.push(
      `commit refs/heads/${request.branch}\nauthor ${signature}\ncommitter ${signature}\n`,
      data(subject),
      index === 0 && request.tip !== null ? `from ${request.tip}\n` : '',
      ...touched.map((path) => `M 100644 inline ${path}\n${data(`${files.get(path)?.join('\n')}\n`)}`),
      '\n',
    )
    if (index < request.commits - 1) time += 60 * (5 + below(360))
  }
  return { stream: parts.join(''), lastTime: time }
}
