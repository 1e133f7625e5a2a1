/** Pairs of a traditional character and its simplified ones, separated by bars: `樂 乐|...`. The package has no types for it. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
