/** Reminders that people asked for, or that come with a ticket: what is on, and that it begins tomorrow (docs/jobs.md). */
export { planEventReminders } from './plan-event-reminders.ts'
export { remindOfSession } from './remind-of-session.ts'
export { dropTips, sendTips } from './send-tips.ts'
