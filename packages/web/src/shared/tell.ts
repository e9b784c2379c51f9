import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** Says in a corner that something is done; screen readers say it too. */
export function tell(message: string): void {
  const closeLabel = i18next.getFixedT(null, 'shared')('close')
  notifications.show({
    color: 'green',
    message,
    closeButtonProps: { 'aria-label': closeLabel },
  })
}
