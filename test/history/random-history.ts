/**
 * Histories nobody would write by hand, as a stream for `git fast-import`: edits, fixes, reverts, renames, deletions and
 * merges of branches that began long ago, on clocks that do not agree. The same steps give the same commits.
 */
import fc from '../properties.ts'

export interface Step {
  readonly kind:
    | 'edit'
    | 'fix'
    | 'hotfix'
    | 'revert'
    | 'reland'
    | 'rename'
    | 'delete'
    | 'nothing'
    | 'merge'
    | 'catch-up'
  readonly file: number
  /** How many parts back a branch began, or the reverted part lies. */
  readonly back: number
  readonly innerCommits: number
  /** Seconds from the part before; clocks go backwards, too. */
  readonly gap: number
  /** Seconds by which the clocks of inner commits and of authors differ. */
  readonly skew: number
  readonly line: number
  readonly author: number
  readonly numbered: boolean
}

const hour = 3600
export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>(
    ...(['edit', 'edit', 'edit', 'fix', 'fix', 'hotfix', 'revert', 'revert', 'reland'] as const),
    ...(['rename', 'rename', 'delete', 'nothing', 'merge', 'merge', 'catch-up'] as const),
  ),
  file: fc.nat({ max: 6 }),
  back: fc.nat({ max: 12 }),
  innerCommits: fc.integer({ min: 1, max: 3 }),
  gap: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 * hour }) },
    { weight: 1, arbitrary: fc.integer({ min: -300 * hour, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 300 * hour, max: 5000 * hour }) },
  ),
  skew: fc.integer({ min: -1000 * hour, max: 200 * hour }),
  line: fc.nat({ max: 40 }),
  author: fc.nat({ max: 3 }),
  numbered: fc.boolean(),
})

const names = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'lib/deep/d.ts', 'test/a.test.ts', 'docs/e.md', 'f.yml']
const people = ['Mira Vale', 'Tomas Quill', 'Ada Ferro', 'Jonas Reed']

type Tree = ReadonlyMap<string, readonly string[]>
interface Landed {
  readonly mark: number
  readonly tree: Tree
  readonly title: string
  readonly number: number | null
  readonly paths: readonly string[]
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
const write = (path: string, lines: readonly string[]): string =>
  `M 100644 inline ${path}\n${data(lines.map((line) => `${line}\n`).join(''))}`

/** One edit of a tree: the commands for it and the paths it touches. */
const edit = (
  tree: Tree,
  { kind, file, line }: Step,
  salt: number,
): { readonly tree: Tree; readonly commands: string; readonly paths: readonly string[] } => {
  const next = new Map(tree)
  const known = [...tree.keys()].sort()
  const path = known.length > 0 && kind !== 'edit' ? known[file % known.length]! : names[file]!
  const lines = tree.get(path)
  if (kind === 'nothing') return { tree, commands: '', paths: [] }
  if (kind === 'delete' && lines) {
    next.delete(path)
    return { tree: next, commands: `D ${path}\n`, paths: [path] }
  }
  if (kind === 'rename' && lines) {
    // Often onto a name that was used before: the hard case for "a renamed file keeps its history".
    const to = names.find((name) => !tree.has(name)) ?? `src/moved-${salt}.ts`
    next.delete(path)
    next.set(to, lines)
    return { tree: next, commands: `R ${path} ${to}\n`, paths: [path, to] }
  }
  const before = lines ?? Array.from({ length: 12 }, (_, at) => `${path} line ${at}`)
  const at = line % (before.length + 1)
  const after = [...before.slice(0, at), `written ${salt}`, ...before.slice(at + (line % 3))].slice(-60)
  next.set(path, after)
  return { tree: next, commands: write(path, after), paths: [path] }
}

export class RandomHistory {
  readonly #stream: string[] = []
  #marks = 0
  #numbers = 0

  /** Lands steps on a line that began elsewhere (else nowhere); answers all parts of the line. */
  land(steps: readonly Step[], begun: readonly Landed[] = [], start = 1_700_000_000): readonly Landed[] {
    const line = [...begun]
    let time = start
    for (const step of steps) {
      time += step.gap
      const tip = line.at(-1)
      const merges = (step.kind === 'merge' || step.kind === 'catch-up') && tip !== undefined
      line.push(merges ? this.#merge(line, step, time) : this.#direct(line, step, time))
    }
    return line
  }

  /** Points a branch at a part. */
  branch(name: string, part: Landed): void {
    this.#stream.push(`reset refs/heads/${name}\nfrom :${part.mark}\n\n`)
  }

  get stream(): string {
    return `${this.#stream.join('')}done\n`
  }

  #direct(line: readonly Landed[], step: Step, time: number): Landed {
    const tip = line.at(-1)
    const tree: Tree = tip?.tree ?? new Map()
    const undoes = step.kind === 'revert' || step.kind === 'reland'
    const target = undoes ? line[line.length - 1 - (step.back % Math.max(1, line.length))] : undefined
    const number = step.numbered ? ++this.#numbers : null
    const ending = number === null ? '' : ` (#${number})`
    if (target) {
      const before = line[line.indexOf(target) - 1]?.tree ?? new Map<string, string[]>()
      const next = new Map(tree)
      for (const path of target.paths)
        if (before.has(path)) next.set(path, before.get(path)!)
        else next.delete(path)
      const commands = target.paths
        .map((path) => (next.has(path) ? write(path, next.get(path)!) : tree.has(path) ? `D ${path}\n` : ''))
        .join('')
      const title = `${step.kind === 'reland' ? 'Reland' : 'Revert'} "${target.title}"${ending}`
      const body = target.number === null ? '' : `\n\nReverts acme/shop#${target.number}`
      const mark = this.#commit({
        message: `${title}${body}`,
        time,
        step,
        parents: tip ? [tip.mark] : [],
        commands,
      })
      return { mark, tree: next, title, number, paths: target.paths }
    }
    const { tree: next, commands, paths } = edit(tree, step, this.#marks)
    const verb =
      { fix: 'Fix', hotfix: 'Hotfix', rename: 'Rename', delete: 'Remove' }[step.kind as 'fix'] ?? 'Change'
    const title = `${verb} ${paths[0] ?? 'nothing'} ${step.line % 5}${ending}`
    const mark = this.#commit({ message: title, time, step, parents: tip ? [tip.mark] : [], commands })
    return { mark, tree: next, title, number, paths }
  }

  /** A branch that began `back` parts ago, worked on by clocks of its own, and merged. */
  #merge(line: readonly Landed[], step: Step, time: number): Landed {
    const tip = line.at(-1)!
    const fork = line[Math.max(0, line.length - 1 - step.back)]!
    let { mark, tree } = fork
    const touched = new Set<string>()
    for (let inner = 0; inner < step.innerCommits; inner += 1) {
      const work: Step = {
        ...step,
        kind: inner === 1 ? 'rename' : inner === 2 ? 'fix' : 'edit',
        file: (step.file + inner) % 7,
      }
      const done = edit(tree, work, this.#marks)
      tree = done.tree
      for (const path of done.paths) touched.add(path)
      const parents = step.kind === 'catch-up' && inner === 0 && tip !== fork ? [mark, tip.mark] : [mark]
      mark = this.#commit({
        message: inner === 2 ? `Fix ${step.line}` : `Work ${step.line}`,
        time: time + step.skew * (inner + 1),
        step: work,
        parents,
        commands: done.commands,
      })
    }
    const next = new Map(tip.tree)
    for (const path of touched)
      if (tree.has(path)) next.set(path, tree.get(path)!)
      else next.delete(path)
    const commands = [...touched]
      .map((path) =>
        next.has(path) ? write(path, next.get(path)!) : tip.tree.has(path) ? `D ${path}\n` : '',
      )
      .join('')
    const number = ++this.#numbers
    const title = `${step.line % 4 === 0 ? 'Hotfix' : 'Topic'} ${step.line % 7}`
    const message = `Merge pull request #${number} from acme/topic-${number}\n\n${title}`
    const merged = this.#commit({ message, time, step, parents: [tip.mark, mark], commands })
    return { mark: merged, tree: next, title, number, paths: [...touched] }
  }

  #commit(what: {
    readonly message: string
    readonly time: number
    readonly step: Step
    readonly parents: readonly number[]
    readonly commands: string
  }): number {
    const { message, time, step, parents, commands } = what
    const mark = ++this.#marks
    const who = (at: number): string => {
      const name = people[step.author]!
      return `${name} <${name.toLowerCase().replace(' ', '.')}@example.com> ${Math.max(0, at)} ${step.author === 0 ? '+0530' : '-0700'}`
    }
    const [first, ...others] = parents
    this.#stream.push(
      `commit refs/heads/scratch\nmark :${mark}\nauthor ${who(time + Math.min(0, step.skew))}\ncommitter ${who(time)}\n`,
      data(message),
      first === undefined ? '' : `from :${first}\n`,
      ...others.map((other) => `merge :${other}\n`),
      commands,
      '\n',
    )
    return mark
  }
}
