/*
 * Loaded into a server before it starts: SIGUSR2 throws where nobody catches it, SIGWINCH refuses where nobody waits.
 * A slip of our own would do the same; there is none that could be shown.
 */
process.on('SIGUSR2', () => {
  throw new Error('a planted bug')
})
process.on('SIGWINCH', () => {
  void Promise.reject(new Error('a planted refusal'))
})
