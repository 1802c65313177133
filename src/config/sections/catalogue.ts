/** What the repository is made of, and who notices when it breaks. */
import { listField, mappingField, nameField, textField } from '../fields.ts'
import { readNamedReviewer } from '../reviewer.ts'
import { slo } from './slo.ts'
import { glob } from './values.ts'
import { scopedWindow, whenOfWindow } from './windows.ts'

export const component = mappingField({
  paths: listField(glob, 'Globs of the files that belong to the component.', { of: 'globs', atLeast: 1 }),
  'depends-on': listField(
    nameField('a component'),
    'Components it breaks with, or things outside the repository.',
    {
      of: 'names',
    },
  ).prefault([]),
  customers: listField(nameField('a customer'), 'Who notices when it breaks.', { of: 'names' }).prefault([]),
  owners: listField(
    textField(readNamedReviewer, 'Somebody who knows it: `"@organisation/team"` or `"@user"`.', {
      title: 'owner',
    }),
    'Who is asked about it, where CODEOWNERS names nobody for its files.',
    { of: 'owners' },
  ).prefault([]),
  slo: slo.optional(),
  windows: listField(scopedWindow, `Agreed times of changes that touch it; ${whenOfWindow}`, {
    of: 'windows',
  }).prefault([]),
})

export const customer = mappingField({
  windows: listField(
    scopedWindow,
    `The times they chose, for changes to components that name them and to those these depend on; ${whenOfWindow}`,
    { of: 'windows' },
  ).prefault([]),
})
