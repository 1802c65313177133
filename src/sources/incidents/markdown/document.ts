/** A written post-mortem taken apart: front matter, title, sections, labelled values. Understands nothing of incidents. */

export interface Section {
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly level: number
  readonly heading: string
  readonly lines: readonly string[]
}

export interface Document {
  /** The name it is filed under, without folder and extension. */
  readonly name: string
  readonly front: Readonly<Record<string, string | readonly string[]>>
  readonly title: string | null
  readonly sections: readonly Section[]
  /** `**Severity**: 2`, `- Severity: 2`, `| Severity | 2 |`: by label in lower case; the first of a label counts. */
  readonly labels: ReadonlyMap<string, string>
  /** Without the front matter. */
  readonly text: string
}

const unquoted = (value: string): string => value.replace(/^(['"])(.*)\1$/, '$2')

/**
 * Front matter of one level, `key: value` and lists: all that sites of incidents use. Anything deeper is left out, which
 * is why no YAML library is loaded for it.
 */
const readFront = (lines: readonly string[]): Document['front'] => {
  const front: Record<string, string | string[]> = {}
  let key = ''
  for (const line of lines) {
    const item = /^\s*-\s+(.+?)\s*$/.exec(line)
    const pair = /^([A-Za-z][\w-]*)\s*:\s*(.*?)\s*$/.exec(line)
    if (pair) {
      key = pair[1]!
      const value = unquoted(pair[2]!.replace(/\s+#.*$/, ''))
      const inline = /^\[(.*)\]$/.exec(value)
      if (inline)
        front[key] = inline[1]!
          .split(',')
          .map((each) => unquoted(each.trim()))
          .filter((each) => each !== '')
      else front[key] = value
    } else if (item && key !== '') {
      const before = front[key]
      front[key] = [...(Array.isArray(before) ? before : []), unquoted(item[1]!)]
    }
  }
  return front
}

/** Words without their Markdown: links show their text, emphasis and code their words. */
export const plain = (text: string): string =>
  text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|__|`/g, '')
    .replaceAll(/<!--.*?-->/g, '')
    .replace(/\s*#+\s*$/, '')
    .trim()

const sectionsOf = (lines: readonly string[]): readonly Section[] => {
  const sections: { level: number; heading: string; lines: string[] }[] = [
    { level: 0, heading: '', lines: [] },
  ]
  let fenced = false
  for (const [at, line] of lines.entries()) {
    const isFence = /^\s*(?:```|~~~)/.test(line)
    if (isFence) fenced = !fenced
    // What a program printed tells no story: its times and colons are left out.
    if (isFence || fenced) continue
    const hashes = /^(#{1,6})\s+(.+)$/.exec(line)
    // A line underlined with = or - is a heading too; a table's ruler has bars.
    const underlined = line.trim() === '' ? null : /^(=|-)\1{2,}\s*$/.exec(lines[at + 1] ?? '')
    if (hashes) sections.push({ level: hashes[1]!.length, heading: plain(hashes[2]!), lines: [] })
    else if (underlined)
      sections.push({ level: underlined[1] === '=' ? 1 : 2, heading: plain(line), lines: [] })
    else sections.at(-1)!.lines.push(line)
  }
  return sections
}

/** The cells of a table's row; null for other lines and for the ruler under the names. */
export const cellsOf = (line: string): readonly string[] | null => {
  if (!/^\s*\|.*\|\s*$/.test(line) || /^[\s|:-]+$/.test(line)) return null
  return line.trim().slice(1, -1).split('|').map(plain)
}

const labelled = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Z][\w ()/'’-]{1,40}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.*)$/

const labelsOf = (sections: readonly Section[]): ReadonlyMap<string, string> => {
  const labels = new Map<string, string>()
  const add = (label: string, value: string): void => {
    const key = plain(label).toLowerCase()
    if (!labels.has(key) && plain(value) !== '') labels.set(key, plain(value))
  }
  for (const { heading, lines } of sections) {
    for (const line of lines) {
      const cells = cellsOf(line)
      if (cells?.length === 2) add(cells[0]!, cells[1]!)
      const match = cells === null ? labelled.exec(line) : null
      if (match) add(match[1]!, match[2]!)
    }
    // `## Date` over a single line is a label as well.
    const said = lines.filter((line) => line.trim() !== '')
    if (heading !== '' && said.length === 1 && said[0]!.length < 120) add(heading, said[0]!)
  }
  return labels
}

export const documentOf = (name: string, content: string): Document => {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/)
  const fence =
    lines[0]?.trim() === '---' ? lines.findIndex((line, at) => at > 0 && line.trim() === '---') : -1
  const front = fence > 0 ? readFront(lines.slice(1, fence)) : {}
  const body = fence > 0 ? lines.slice(fence + 1) : lines
  const sections = sectionsOf(body)
  const heading = sections.find(({ level }) => level === 1) ?? sections.find(({ level }) => level > 0)
  const titled = front['title']
  const bare = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return {
    name: bare.replace(/\.(?:md|markdown|qmd|mdx|txt|html\.md\.erb|rst)$/i, ''),
    front,
    title: typeof titled === 'string' && titled !== '' ? titled : (heading?.heading ?? null),
    sections,
    labels: labelsOf(sections),
    text: body.join('\n'),
  }
}

/** One value of the front matter; the first of a list. */
export const frontText = ({ front }: Document, name: string): string | undefined => {
  const value = front[name]
  return typeof value === 'string' ? (value === '' ? undefined : value) : value?.[0]
}

/** Sections whose heading matches, with those under them. */
export const sectionsUnder = (document: Document, heading: RegExp): readonly Section[] => {
  const found: Section[] = []
  let depth = 0
  for (const section of document.sections) {
    if (depth > 0 && section.level <= depth) depth = 0
    if (depth === 0 && section.level > 0 && heading.test(section.heading)) depth = section.level
    if (depth > 0) found.push(section)
  }
  return found
}

/** How many of these headings (or labels, as some write them) the document has. */
export const headingCount = (document: Document, headings: readonly RegExp[]): number =>
  headings.filter(
    (heading) =>
      document.sections.some((section) => heading.test(section.heading)) ||
      [...document.labels.keys()].some((label) => heading.test(label)),
  ).length
