/**
 * Loaded before the app (`node --import`): ends it when the command that started it is gone, however that was killed,
 * so that no orphan keeps the port.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
