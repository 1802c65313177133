/** Dependencies: code that arrives without being written here. */
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, type Signal } from './signal.ts'
import { linesUnknown } from './size.ts'
import { fileName } from './surroundings.ts'

export const dependencyFiles: Signal = {
  name: 'dependency-files',
  question: 'How many dependency manifests and lock files does it touch?',
  why: 'A manifest line can replace thousands of lines of other people’s code (dependency-review exists for this).',
  shape: 'count',
  direction: 0,
  measure: ({ files }) => measured(files.filter((file) => file.kind === 'dependencies').length),
  sentence: (value) => counted(value, 'manifest of dependencies'),
}

const lockFile = /lock|\.sum$|package\.resolved$|shrinkwrap/i

export const lockLines: Signal = {
  name: 'lock-lines',
  question: 'How many lines of lock files does it change?',
  why: 'The lines of a lock file count the packages that move, the transitive ones included.',
  shape: 'count',
  direction: 0,
  measure: ({ files, linesKnown }) =>
    linesKnown
      ? measured(
          files.reduce(
            (sum, file) =>
              file.kind === 'dependencies' && lockFile.test(fileName(file.path))
                ? sum + (file.added ?? 0) + (file.deleted ?? 0)
                : sum,
            0,
          ),
        )
      : unavailable(linesUnknown),
  sentence: (value) => counted(value, 'line of lock files'),
}

export const submodulesMoved: Signal = {
  name: 'submodules',
  question: 'How many submodules does it move?',
  why: 'A submodule pointer is one line here and any number of commits elsewhere.',
  shape: 'count',
  direction: 0,
  measure: ({ files }) => measured(files.filter((file) => file.submodule).length),
  sentence: (value) => `${counted(value, 'submodule')} moved`,
}
