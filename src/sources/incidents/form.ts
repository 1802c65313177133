/** What a form of incident must be able to: know its own, and say what is in it. */
import type { Draft } from './draft.ts'
import type { Fields } from './fields.ts'
import type { Document } from './markdown/document.ts'

/** Records: objects of JSON, lines of JSON lines, rows of a table (whose values are texts). */
export interface RecordForm {
  readonly name: string
  readonly recognises: (record: Fields) => boolean
  readonly read: (record: Fields) => Draft
  /** Of records with one id the last counts, as in a log of changes to them; else each is an incident. */
  readonly lastCounts?: true
}

/** Texts of their own: Markdown, or what was copied out of a page. */
export interface DocumentForm {
  readonly name: string
  readonly recognises: (document: Document) => boolean
  /** `zone` is that of times which name none, where whoever asks knows it. */
  readonly read: (document: Document, zone?: string) => Draft
}
