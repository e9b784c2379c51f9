import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { Router } from 'wouter'
import { queryClient } from './queries.ts'
import { Shell } from './shell/shell.tsx'
import { theme, variables } from './theme.ts'

/** The page: what every screen stands on, and the shell around them. */
export function App({ nonce }: { nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <Router base="/app">
          <Shell />
        </Router>
      </QueryClientProvider>
      <Notifications />
    </MantineProvider>
  )
}
