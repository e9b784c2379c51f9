import { noteWork } from '../../session/unfinished.ts'
import { getMany, subscribeMany } from './many-store.ts'

/**
 * While rows are recorded, whoever closes the window is asked whether they mean it, whichever screen
 * is shown. It ends with the recording.
 */
export function guardRecording(): void {
  if (!isRecording()) return
  // However often it is added, it is there once.
  addEventListener('beforeunload', ask)
  const end = subscribeMany(() => {
    if (isRecording()) return
    removeEventListener('beforeunload', ask)
    end()
  })
}

noteWork(isRecording)

function isRecording(): boolean {
  const { recording } = getMany()
  return recording !== undefined && recording.end === undefined
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
