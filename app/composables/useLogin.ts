/** What pages do when the server has logged somebody in by another way than the module's own, or knows more of him than before. */
export function useLogin() {
  const { getSession } = useAuth()
  const { rawToken, rawRefreshToken } = useAuthState()

  /** The cookies are there already; this makes the pages know. */
  async function enter(): Promise<void> {
    // The module's marks, as its own sign-in would set them: the tokens themselves are out of the reach of scripts (S-16).
    rawToken.value = rawRefreshToken.value = 'cookie'
    await nextTick()
    await getSession({ force: true })
  }

  return { enter }
}
