import { type NotificationData, notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** Says in a corner that something is done; screen readers say it too. */
export function tell(message: string): void {
  show({ color: 'green', message })
}

/** Says in a corner that something did not come about, until somebody closes it. */
export function warn(message: string): void {
  show({ color: 'red', message, autoClose: false })
}

function show(notification: NotificationData): void {
  const closeLabel = i18next.getFixedT(null, 'shared')('close')
  notifications.show({
    ...notification,
    closeButtonProps: { 'aria-label': closeLabel },
  })
}
