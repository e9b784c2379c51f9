import pg from 'pg'

/**
 * Runs statements on a PostgreSQL server over a connection of their own, so that nothing of a server
 * that was killed in between is left over.
 *
 * @returns The rows of the statement, when it is one.
 */
export async function runSql<Row extends object>(
  url: string,
  statement: string,
  values?: readonly unknown[],
): Promise<readonly Row[]> {
  const client = await openSqlClient(url)
  try {
    const { rows } = await client.query<Row>(statement, values && [...values])
    return rows
  } finally {
    await client.end()
  }
}

/** Opens a connection; its breaking is told to the statement that runs on it, and to nobody else. */
export async function openSqlClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}
