import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { notifications } from '@mantine/notifications'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startTexts } from './i18n/start.ts'
import { drawWithoutTexts } from './i18n/without-texts.ts'
import { readNonce } from './nonce.ts'
import { isPersonal, queryClient } from './queries.ts'
import { keepSession, session } from './session/client.ts'
import { onOwnerGone } from './session/on-owner-gone.ts'

const nonce = readNonce()
// Of what stops the page from scrolling behind a drawer; Mantine's own styles are told in App.
setNonce(nonce)
session.subscribe(() => {
  if (session.state() === 'signed-in') queryClient.setQueryData(['account'], session.account())
  if (session.state() !== 'signed-out') return
  // What belongs to somebody goes with them; what they changed may hold their password.
  queryClient.removeQueries({ predicate: isPersonal })
  queryClient.getMutationCache().clear()
})
onOwnerGone(() => notifications.clean())
keepSession()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
startTexts().then(
  () =>
    createRoot(root).render(
      <StrictMode>
        <App nonce={nonce} />
      </StrictMode>,
    ),
  () => drawWithoutTexts(root),
)
