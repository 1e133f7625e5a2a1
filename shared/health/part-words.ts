import type { LocalText } from '../text/local-text.ts'
import type { PartName, PartReason } from './part-names.ts'

/** What a part's state means, for whoever runs the house: `{name}` stands for one of its facts. */
const WORDS: Record<PartName, Partial<Record<PartReason, LocalText>>> = {
  'database': {
    'well': { en: 'PostgreSQL answers within {ms} ms.', zh: 'PostgreSQL 正常，响应时间 {ms} 毫秒。' },
    'slow': { en: 'PostgreSQL answers, but takes {ms} ms. Pages and orders are slow.', zh: 'PostgreSQL 响应缓慢（{ms} 毫秒），页面和下单都会变慢。' },
    'no-answer': { en: 'PostgreSQL does not answer. Nothing can be sold, and nothing that was sold is lost.', zh: 'PostgreSQL 无响应，暂时无法售票；已售出的票不会丢失。' }
  },
  'schema': {
    'well': { en: 'The database has every migration of this version.', zh: '数据库结构与当前版本一致。' },
    'behind': { en: 'The database lacks migrations of this version: run npm run db:migrate.', zh: '数据库缺少当前版本所需的迁移，请运行 npm run db:migrate。' },
    'no-answer': { en: 'Could not be looked at.', zh: '无法检查。' }
  },
  'holds': {
    'well': { en: 'Redis answers within {ms} ms.', zh: 'Redis 正常，响应时间 {ms} 毫秒。' },
    'in-memory': { en: 'Holds live in the memory of this process. Right for exactly one process.', zh: '选座锁定保存在本进程内存中，仅适用于单进程运行。' },
    'slow': { en: 'Redis answers, but takes {ms} ms.', zh: 'Redis 响应缓慢（{ms} 毫秒）。' },
    'no-answer': { en: 'Redis does not answer. Nobody can choose new seats for now; orders that exist are paid and kept, and no seat is sold twice.', zh: 'Redis 无响应，暂时无法选择新座位；已有订单可正常支付和保留，座位不会重复售出。' }
  },
  'news': {
    'well': { en: 'News are delivered as they come.', zh: '消息投递正常。' },
    'late': { en: 'News are late by {seconds} s ({waiting} wait): seat maps, mails and webhooks follow later. Orders and tickets are not affected.', zh: '消息投递延迟 {seconds} 秒（积压 {waiting} 条）：座位图、邮件和 Webhook 会滞后，订单和票不受影响。' },
    'no-answer': { en: 'Could not be asked for: the database does not answer.', zh: '数据库无响应，无法检查。' }
  },
  'mail': {
    'well': { en: 'Mails leave ({waiting} wait).', zh: '邮件发送正常（待发 {waiting} 封）。' },
    'not-set-up': { en: 'No mail server is set up: set FOYER_SMTP_URL. {waiting} wait.', zh: '尚未配置邮件服务器，请设置 FOYER_SMTP_URL。待发 {waiting} 封。' },
    'failing': { en: '{failing} mails fail again and again; the oldest waits for {seconds} s. They are tried for three days, and orders are not affected.', zh: '{failing} 封邮件多次发送失败，最早的一封已等待 {seconds} 秒。系统会重试三天，订单不受影响。' },
    'no-answer': { en: 'Could not be asked for: the database does not answer.', zh: '数据库无响应，无法检查。' }
  },
  'jobs': {
    'well': { en: 'No run is late.', zh: '后台任务无延误。' },
    'late': { en: '{waiting} runs are late, the oldest by {seconds} s: no process works on them.', zh: '{waiting} 个后台任务延误，最早的已延误 {seconds} 秒：没有进程在执行。' },
    'gave-up': { en: 'No run is late. {dead} have given up and wait for you under Jobs.', zh: '后台任务无延误。{dead} 个任务已停止重试，请在“后台任务”中处理。' },
    'no-answer': { en: 'Could not be asked for: the database does not answer.', zh: '数据库无响应，无法检查。' }
  },
  'rounds': {
    'well': { en: 'This process makes its {rounds} rounds on time.', zh: '本进程的 {rounds} 项巡检均按时执行。' },
    'elsewhere': { en: 'This process makes no rounds: others do, or a scheduler that calls the cron endpoint.', zh: '本进程不执行巡检，由其他进程或定时调用完成。' },
    'late': { en: 'The round “{round}” has not ended well for {seconds} s ({more} others neither).', zh: '巡检“{round}”已有 {seconds} 秒未正常完成（另有 {more} 项）。' }
  },
  'files': {
    'well': { en: 'Files can be written.', zh: '文件可以正常写入。' },
    'not-writable': { en: 'Files cannot be written: pictures and exports fail. Sales are not affected.', zh: '文件无法写入：图片上传和导出会失败，售票不受影响。' },
    'no-answer': { en: 'Could not be looked at.', zh: '无法检查。' }
  }
}

/** The sentence for a part, in both languages. */
export function partWords(name: PartName, reason: PartReason, facts: Record<string, number | string>): LocalText {
  const words = WORDS[name][reason] ?? { en: reason, zh: reason }
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact] ?? '?'))
  return { en: filled(words.en), zh: filled(words.zh) }
}
