/** Diffusion: how scattered a change is. Scattered changes are harder to see whole. */
import { measured, unavailable } from '../domain/measurement.ts'
import { log } from '../domain/numerics.ts'
import { areaOf, directoryOf } from '../history/hash.ts'
import { counted, type Signal } from './signal.ts'
import { linesUnknown } from './size.ts'

export const directoriesTouched: Signal = {
  name: 'directories',
  question: 'How many folders does it touch?',
  why: 'Changes that cross folders touch more than one concern and more than one person’s knowledge (number of modified directories; Kamei et al., TSE 2013).',
  shape: 'count',
  direction: 1,
  measure: ({ files }) => measured(new Set(files.map((file) => directoryOf(file.path))).size),
  sentence: (value) => counted(value, 'folder'),
}

export const areasTouched: Signal = {
  name: 'areas',
  question: 'How many areas of the repository does it touch?',
  why: 'An area (the first two folders of a path) is about what one team owns; crossing them needs agreement that review of one file does not show (number of modified subsystems; Kamei et al., TSE 2013).',
  shape: 'count',
  direction: 1,
  measure: ({ files }) => measured(new Set(files.map((file) => areaOf(file.path))).size),
  sentence: (value) => `${counted(value, 'area')} at once`,
}

/**
 * Change entropy: how evenly a change is spread over its files.
 * Shannon entropy of the lines touched per file, divided by that of an even spread: 0 one file, 1 perfectly even.
 */
export const changeEntropy: Signal = {
  name: 'change-entropy',
  question: 'How evenly is it spread over its files?',
  why: 'A change with one large file and small followers is easier to review whole than one spread evenly; entropy of changes predicts faults better than their number (Hassan, ICSE 2009; AUC .655 alone in Zeng et al., ISSTA 2021).',
  shape: 'share',
  direction: 0,
  measure: ({ files, linesKnown }) => {
    if (!linesKnown) return unavailable(linesUnknown)
    const sizes = files.map((file) => (file.added ?? 0) + (file.deleted ?? 0)).filter((size) => size > 0)
    if (sizes.length < 2) return measured(0)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const entropy = sizes.reduce((sum, size) => sum - (size / total) * log(size / total), 0)
    return measured(entropy / log(sizes.length))
  },
  sentence: (value) => `spread over its files (${Math.round(value * 100)} % even)`,
}

export const newFiles: Signal = {
  name: 'new-files',
  question: 'What share of its files is new?',
  why: 'New files have no users yet and no history that warns; changes to what exists break what works.',
  shape: 'share',
  direction: 0,
  measure: ({ files }) =>
    files.length === 0
      ? unavailable('it touches no file')
      : measured(files.filter((file) => file.status === 'added').length / files.length),
  sentence: (value) => `${Math.round(value * 100)} % of its files are new`,
}

export const removedFiles: Signal = {
  name: 'removed-files',
  question: 'How many files does it delete or rename?',
  why: 'What is deleted or moved may still be named elsewhere: in configuration, dynamic imports, other repositories.',
  shape: 'count',
  direction: 0,
  measure: ({ files }) =>
    measured(files.filter((file) => file.status === 'deleted' || file.status === 'renamed').length),
  sentence: (value) => `${counted(value, 'file')} deleted or renamed`,
}

export const largestFileShare: Signal = {
  name: 'largest-file-share',
  question: 'What share of the changed lines is in the largest file?',
  why: 'Tells one deep edit from many shallow ones of the same total size.',
  shape: 'share',
  direction: 0,
  measure: ({ files, linesKnown }) => {
    if (!linesKnown) return unavailable(linesUnknown)
    const sizes = files.map((file) => (file.added ?? 0) + (file.deleted ?? 0))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    return total === 0
      ? unavailable('it changes no line of text')
      : measured(Math.max(...sizes.slice(0, 10_000)) / total)
  },
  sentence: (value) => `${Math.round(value * 100)} % of its lines in one file`,
}
