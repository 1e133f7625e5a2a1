declare module 'virtual:late-icons/*' {
  export const width: number
  export const height: number
  const bodies: Record<string, string>
  export default bodies
}
