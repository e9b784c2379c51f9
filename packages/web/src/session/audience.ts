/** Who may see a screen. */
export type Audience = 'everybody' | 'signed-out' | 'signed-in' | 'admin'

/** Who looks at the page; `unknown` while it is being found out. */
export type Viewer = 'unknown' | 'stranger' | 'user' | 'admin'

/** Whether a screen is for whoever looks; `undefined` while it is not known who that is. */
export function isFor(audience: Audience, viewer: Viewer): boolean | undefined {
  if (audience === 'everybody') return true
  if (viewer === 'unknown') return undefined
  switch (audience) {
    case 'signed-out':
      return viewer === 'stranger'
    case 'signed-in':
      return viewer !== 'stranger'
    case 'admin':
      return viewer === 'admin'
  }
}
