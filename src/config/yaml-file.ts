import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { PathStep, Problem } from './problems.ts'

const largestBytes = 256 * 1024
const mostAliases = 100
const deepest = 60

/** A YAML text as plain values, and where in the text each of them stands. */
export type YamlFile =
  | { readonly outcome: 'read'; readonly value: unknown; readonly locate: Locate }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] }

/** Line and column of the value at a path (or of its key); of the nearest surrounding value where there is none. */
export type Locate = (
  path: readonly PathStep[],
  which?: 'key' | 'value',
) => { readonly line: number; readonly column: number }

/** Reads one YAML 1.2 document. Texts that are built to exhaust a reader (size, depth, aliases) are refused. */
export const readYamlFile = (text: string): YamlFile => {
  const whole = (message: string): YamlFile => refused([{ line: 1, column: 1, path: [], message }])
  const bytes = Buffer.byteLength(text)
  if (bytes > largestBytes)
    return whole(`got ${Math.ceil(bytes / 1024)} KiB, wanted at most ${largestBytes / 1024} KiB`)
  const tooDeep = findDepth(text)
  if (tooDeep !== undefined) {
    return refused([
      { ...tooDeep, path: [], message: `got values nested more than ${deepest} deep, wanted fewer` },
    ])
  }
  const lineCounter = new LineCounter()
  const positionOf = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  // Keys are compared pair by pair when `uniqueKeys` is set, which takes minutes for a large file; we compare them below.
  const document = parseDocument(text, {
    lineCounter,
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
    logLevel: 'error',
  })
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    return refused(
      faults.map((fault) => ({ ...positionOf(fault.pos[0]), path: [], message: explainFault(fault) })),
    )
  }
  const problems = inspect(document, positionOf)
  if (problems.length > 0) return refused(problems)
  const value = toValue(document)
  if (value === tooManyAliases) return whole('got aliases that multiply each other, wanted fewer')
  return {
    outcome: 'read',
    value,
    locate: (path, which = 'value') => positionOf(offsetOf(document, path, which)),
  }
}

const tooManyAliases = Symbol('too many aliases')

const toValue = (document: Document): unknown => {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (error) {
    // The parser's own guard against aliases of aliases of aliases.
    if (error instanceof ReferenceError) return tooManyAliases
    throw error
  }
}

const refused = (problems: readonly Problem[]): YamlFile => ({ outcome: 'refused', problems })

const explainFault = (fault: { readonly code: string; readonly message: string }): string => {
  const message = fault.message.split('\n')[0]!
  const mend = /^Plain value cannot start with/.test(message) ? ' (put the value in quotes)' : ''
  return `not YAML: ${message}${mend}`
}

/**
 * Where brackets, or dashes and colons in a row, open more levels than any real file has. The parser calls itself for
 * each level, so this is found in the text, before it runs. Indentation is counted by its width: two levels need a column.
 */
const findDepth = (text: string): { readonly line: number; readonly column: number } | undefined => {
  let open = 0
  for (const [at, line] of text.split('\n').entries()) {
    const compact = /^(?:[\s]*[-?:](?=\s|$))*/.exec(line)?.[0] ?? ''
    const indicators = compact.replace(/\s/g, '').length
    const indentation = /^ */.exec(line)![0].length
    if (indicators > deepest || indentation > 4 * deepest) return { line: at + 1, column: 1 }
    if (/^\s*#/.test(line)) continue
    for (const [column, character] of [...line].entries()) {
      if (character === '[' || character === '{') open++
      else if (character === ']' || character === '}') open = Math.max(0, open - 1)
      if (open > deepest) return { line: at + 1, column: column + 1 }
    }
  }
  return undefined
}

/** Duplicate keys, keys that are no names, and aliases that are too many or hold themselves. */
const inspect = (
  document: Document,
  positionOf: (offset: number) => { line: number; column: number },
): Problem[] => {
  const problems: Problem[] = []
  const report = (node: Node, message: string) =>
    problems.push({ ...positionOf(node.range?.[0] ?? 0), path: [], message })
  let aliases = 0
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isNode(key)) continue
        if (!isScalar(key)) report(key, 'got a key that is not text, wanted a name')
        else if (key.value === '__proto__') report(key, 'got the key __proto__, wanted another name')
        else if (seen.has(String(key.value)))
          report(key, `the key ${JSON.stringify(key.value)} is here a second time`)
        if (isScalar(key)) seen.add(String(key.value))
      }
    },
    Alias: (_, alias, ancestors) => {
      aliases++
      if (aliases === mostAliases + 1) report(alias, `got more than ${mostAliases} aliases, wanted fewer`)
      if (aliases > mostAliases) return visit.SKIP
      const anchored = alias.resolve(document)
      if (anchored !== undefined && ancestors.includes(anchored))
        report(alias, `*${alias.source} holds itself`)
      return undefined
    },
  })
  return problems
}

const offsetOf = (document: Document, path: readonly PathStep[], which: 'key' | 'value'): number => {
  let node: unknown = document.contents
  let offset = rangeStart(node) ?? 0
  for (const [at, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) break
      const isLast = at === path.length - 1
      node = pair.value
      offset =
        (isLast && which === 'value' && !isEmpty(node) ? rangeStart(node) : rangeStart(pair.key)) ?? offset
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      offset = rangeStart(node) ?? offset
    } else break
  }
  return offset
}

/** A key with nothing after it: its value has no place of its own, so the key's is used. */
const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null && node.source === ''

const rangeStart = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)
