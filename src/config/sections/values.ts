/** Values that several sections of the file share. */
import { type DurationUnit, readDuration } from '../duration.ts'
import { textField } from '../fields.ts'
import { readGlob } from '../glob.ts'
import { readLocalTime } from '../local-time.ts'
import { readShare, type ShareBounds } from '../share.ts'

export const share = (bounds: ShareBounds, description: string) =>
  textField((input) => readShare(input, bounds), description, {
    title: 'percentage',
    pattern: '^\\d{1,3}(\\.\\d{1,10})? ?%$',
  })

export const duration = (usualUnit: DurationUnit, description: string) =>
  textField((input) => readDuration(input, usualUnit), description, {
    title: 'length of time',
    pattern: '^(\\d{1,6}(y|mo|w|d|h|m|s))+$',
  })

export const glob = textField(readGlob, 'A glob over paths of the repository.', { title: 'glob' })
export const localTime = (description: string) =>
  textField(readLocalTime, description, { title: 'local date or time' })
