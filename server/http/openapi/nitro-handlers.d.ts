/** What Nitro makes its router from (nitropack, rollup/plugins/handlers): every file of server/api and server/routes is in it. */
declare module '#nitro-internal-virtual/server-handlers' {
  export const handlers: { route: string, method?: string, middleware: boolean, lazy: boolean, handler: unknown }[]
}
