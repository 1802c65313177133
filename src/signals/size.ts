/** Size: how much there is to get wrong, kept apart by what the lines are for. */
import type { FileKind } from '../domain/change.ts'
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, type Signal, type Subject } from './signal.ts'

export const linesUnknown = 'this clone lacks objects that counting lines needs (partial or damaged clone)'

const linesOf = (subject: Subject, kinds: readonly FileKind[], side: 'added' | 'deleted' | 'both'): number =>
  subject.files.reduce((sum, file) => {
    if (!kinds.includes(file.kind)) return sum
    return sum + (side !== 'deleted' ? (file.added ?? 0) : 0) + (side !== 'added' ? (file.deleted ?? 0) : 0)
  }, 0)

const lines = (
  name: string,
  question: string,
  why: string,
  kinds: readonly FileKind[],
  side: 'added' | 'deleted' | 'both',
  noun: string,
  direction: Signal['direction'],
): Signal => ({
  name,
  question,
  why,
  shape: 'count',
  direction,
  measure: (subject) =>
    subject.linesKnown ? measured(linesOf(subject, kinds, side)) : unavailable(linesUnknown),
  sentence: (value) => counted(value, noun),
})

export const codeLinesAdded = lines(
  'code-lines-added',
  'How many lines of code does it add?',
  'Lines added is the strongest single predictor of a defective change (LApredict: AUC .725 alone over six projects; Zeng et al., ISSTA 2021). New code is where new mistakes are.',
  ['code'],
  'added',
  'line of code added',
  1,
)

export const codeLinesDeleted = lines(
  'code-lines-deleted',
  'How many lines of code does it delete?',
  'Deleting can break what relied on the lines, and removes what could fail; which of the two wins differs between projects (Kamei et al., TSE 2013), so the data decide.',
  ['code'],
  'deleted',
  'line of code deleted',
  0,
)

export const testLines = lines(
  'test-lines',
  'How many lines of tests does it change?',
  'Test lines cannot fail in production but grow with what they test; kept apart so that a well-tested change does not look larger than it is (bugbug splits code and tests for this reason).',
  ['test'],
  'both',
  'line of tests',
  0,
)

export const configurationLines = lines(
  'configuration-lines',
  'How many lines of configuration does it change?',
  'Configuration reaches every instance at once, is rarely tested, and pushes of it trigger outages about as often as pushes of code (The Site Reliability Workbook, appendix C).',
  ['configuration'],
  'both',
  'line of configuration',
  0,
)

export const documentationLines = lines(
  'documentation-lines',
  'How many lines of documentation does it change?',
  'Documentation does not run. Beside little code it marks a harmless change; beside much code, a planned one.',
  ['documentation'],
  'both',
  'line of documentation',
  0,
)

export const generatedLines = lines(
  'generated-lines',
  'How many generated or vendored lines does it change?',
  'Generated and vendored lines are not written by hand, and not read in review either; counted apart so that they do not drown the rest.',
  ['generated'],
  'both',
  'line generated or vendored',
  0,
)

export const filesChanged: Signal = {
  name: 'files',
  question: 'How many files does it touch?',
  why: 'Every file touched is one more place to know. Number of files is the second size measure of just-in-time defect prediction (AUC .658 alone; Zeng et al., ISSTA 2021).',
  shape: 'count',
  direction: 1,
  measure: ({ files, filesKnown }) =>
    filesKnown ? measured(files.length) : unavailable('this clone lacks the trees that name its files'),
  sentence: (value) => counted(value, 'file'),
}

export const binaryFiles: Signal = {
  name: 'binary-files',
  question: 'How many binary files does it change?',
  why: 'A binary cannot be read in review; what changed in it is taken on trust.',
  shape: 'count',
  direction: 0,
  measure: ({ files, linesKnown }) =>
    linesKnown ? measured(files.filter((file) => file.binary).length) : unavailable(linesUnknown),
  sentence: (value) => counted(value, 'file in binary form'),
}
