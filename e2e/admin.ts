/** The administrator of servers that start with `ADMIN_SETTINGS`. */
export const ADMIN = { username: 'hamlet-admin', password: 'to be or not 2 be' } as const

/** Settings with which a server makes that administrator. */
export const ADMIN_SETTINGS = {
  FIRST_SUPERUSER: ADMIN.username,
  FIRST_SUPERUSER_PASSWORD: ADMIN.password,
} as const
