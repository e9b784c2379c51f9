import { Refusal } from '@hamlet/client'
import { notifications } from '@mantine/notifications'
import { MutationCache, QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { wordsOf } from './shared/refusal-words.ts'

const RETRIES = 2

/**
 * The one cache of answers. What is refused is not asked again; what did not arrive, or failed at
 * the server, is. A mutation that does not show its refusal itself (`meta: { isShown: true }`) has it
 * shown in a corner.
 *
 * NOTE: whether there is a network, the answer tells (`networkMode`). The library would wait for the
 * browser to believe in one, and then do what somebody has given up meanwhile: erase their account.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      retry: (count, error) => mayRetry(error) && count < RETRIES,
    },
  },
  mutationCache: new MutationCache({
    onError(error, _variables, _result, mutation) {
      if (mutation.meta?.['isShown'] !== true) announce(error)
    },
  }),
})

/** Has everything asked anew after decisions were made: the month's units and the history are not what they were. */
export function forgetAfterDecisions(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: isPersonal })
}

/** All but the model is somebody's. */
export function isPersonal({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== 'model'
}

function mayRetry(error: unknown): boolean {
  return error instanceof Refusal && error.isUnsure
}

function announce(error: unknown): void {
  const t = i18next.getFixedT(null, 'shared')
  const id = error instanceof Refusal ? error.requestId : undefined
  notifications.show({
    color: 'red',
    title: t('refused'),
    message: `${wordsOf(error, t)}${id === undefined ? '' : ` (${t('requestId')} ${id})`}`,
    autoClose: false,
    closeButtonProps: { 'aria-label': t('close') },
  })
}
