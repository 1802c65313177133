import { choiceField, nameField } from '../../fields.ts'
import { plainText } from '../fields.ts'
import { driverKeys } from './driver.ts'

/** What a workload of a cluster is found by. */
export const workloadKeys = {
  name: nameField('the name of the workload', 'metadata.name.'),
  namespace: nameField('a namespace', 'metadata.namespace.').prefault('default'),
  container: nameField(
    'a container',
    'The container whose image changes; the first unless given.',
  ).optional(),
  image: plainText('an image', 'The image, with `{version}` where the version goes.').optional(),
  kubeconfig: plainText('a path', 'The kubeconfig file; inside a cluster its own account.').optional(),
  context: nameField('a context', 'The context of the kubeconfig file.').optional(),
}

/** A Deployment or a StatefulSet: the controller rolls, we set pace, gate and verdict. */
export const kubernetes = driverKeys(
  'kubernetes',
  { is: 'A Deployment or StatefulSet; its controller does the rolling.', surges: true },
  {
    ...workloadKeys,
    kind: choiceField(
      ['deployment', 'stateful-set'],
      'Waves of a StatefulSet lower its `partition`.',
    ).prefault('deployment'),
  },
)
