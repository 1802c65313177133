/**
 * CODEOWNERS as GitHub reads it: the last rule that matches a path decides, a rule without owners takes ownership away,
 * a line that is wrong is skipped alone, and a file that is too big counts for nothing.
 */
import { type CodeOwnersLine, type Owner, readCodeOwnersLine } from './codeowners-line.ts'
import { matchesCodeOwnersPattern, namesOf } from './codeowners-pattern.ts'
import { sentenceOf } from './reading.ts'

export type { Owner } from './codeowners-line.ts'

export interface CodeOwnersRule extends CodeOwnersLine {
  /** 1-based. */
  readonly line: number
}

export interface CodeOwnersProblem {
  /** 1-based; null where the whole file is meant. */
  readonly line: number | null
  /** What was wanted, and what to write instead. */
  readonly why: string
}

export interface CodeOwners {
  /** In the order of the file. */
  readonly rules: readonly CodeOwnersRule[]
  /** Lines that count for nothing, in the order of the file. */
  readonly problems: readonly CodeOwnersProblem[]
}

const mostBytes = 3 * 1024 * 1024

/** Reads a whole file. Never throws: what cannot be read is told in `problems`, and the rest counts. */
export const parseCodeOwners = (text: string): CodeOwners => {
  if (text.length >= mostBytes || new TextEncoder().encode(text).length >= mostBytes) {
    const why =
      'GitHub reads no CODEOWNERS of 3 MB or more, so nobody owns anything here; say more with fewer patterns, like "services/*/api/"'
    return { rules: [], problems: [{ line: null, why }] }
  }
  const rules: CodeOwnersRule[] = []
  const problems: CodeOwnersProblem[] = []
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n|\r/)
    .entries()) {
    const reading = readCodeOwnersLine(line)
    if (!reading.ok) problems.push({ line: index + 1, why: sentenceOf(reading) })
    else if (reading.value !== null) rules.push({ ...reading.value, line: index + 1 })
  }
  return { rules, problems }
}

/** The rule that decides about a path (from the root of the repository, no slash in front); null when none matches. */
export const ruleOf = ({ rules }: CodeOwners, path: string): CodeOwnersRule | null => {
  const names = namesOf(path)
  return rules.findLast(({ steps }) => matchesCodeOwnersPattern(steps, names)) ?? null
}

/** Owners of a path; `[]` when a rule says that nobody owns it, null when no rule says anything. */
export const ownersOf = (owners: CodeOwners, path: string): readonly Owner[] | null =>
  ruleOf(owners, path)?.owners ?? null
