import { type NotificationData, notifications, notificationsStore } from '@mantine/notifications'
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
  const { message } = notification
  // Of two equal ones the newer stands there, as long as if it were the only one.
  notifications.updateState(notificationsStore, (shown) =>
    shown.filter((one) => one.message !== message),
  )
  const closeLabel = i18next.getFixedT(null, 'shared')('close')
  notifications.show({
    ...notification,
    closeButtonProps: { 'aria-label': closeLabel },
  })
}
