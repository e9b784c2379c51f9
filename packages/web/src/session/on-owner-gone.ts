import { session } from './client.ts'

/**
 * Calls `listener` when what a screen keeps for somebody must go: they logged out, here or in another
 * tab, or somebody else logged in. That the server ended their session is no reason: they log in again
 * and go on. What a stranger left stays theirs when they log in.
 */
export function onOwnerGone(listener: () => void): void {
  let owner = session.account()?.id
  session.subscribe(() => {
    const account = session.account()
    const isSignedOut = session.state() === 'signed-out' && session.refusal() === undefined
    const isAnother = account !== undefined && account.id !== owner
    const isGone = owner !== undefined && (isSignedOut || isAnother)
    if (isSignedOut) owner = undefined
    if (account !== undefined) owner = account.id
    if (isGone) listener()
  })
}
