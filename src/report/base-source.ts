/**
 * Where the base came from, as one word and its detail in `change.baseSource`: "tag deploy-2026-08-18", "recent 20".
 * One place writes it and reads it back, so that JSON and screen agree.
 */
import type { BaseSource } from '../domain/change.ts'

/** For the one who fills an Assessment. */
export const formatBaseSource = (base: BaseSource): string => {
  if (base.from === 'deployment')
    return `deployment ${base.at}${base.tag === undefined ? '' : ` ${base.tag}`}`
  if (base.from === 'tag') return `tag ${base.tag}`
  if (base.from === 'pull-request') return `pull-request ${base.ref}`
  return base.from === 'recent' ? `recent ${base.parts}` : base.from
}

/** The kind of source, and the tag, time or count behind it; a sentence of somebody else's is kept as `other`. */
export const parseBaseSource = (
  text: string,
): { readonly from: BaseSource['from'] | 'other'; readonly detail: string } => {
  const [, from, detail] = /^(option|deployment|pull-request|tag|recent|none)\b:? ?(.*)$/.exec(text) ?? []
  return from === undefined
    ? { from: 'other', detail: text }
    : { from: from as BaseSource['from'], detail: detail ?? '' }
}

/** The version whose publication is the base; null where it was none. */
export const versionIn = (text: string): string | null => /^deployment \S+ (\S.*)$/.exec(text)?.[1] ?? null
