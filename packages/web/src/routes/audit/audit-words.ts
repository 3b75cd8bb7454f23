import { type Label, routes } from '@tend/contract'

const said = (zh: string, en: string): Label => ({ zh, en })

/** What people are told of an action of the audit; the action itself is what the filter takes. */
const words: Readonly<Record<string, Label>> = {
  'absence.add': said('登记休假', 'Leave entered'),
  'absence.end': said('结束休假', 'Leave ended'),
  'absence.move_back': said('休假任务交回', 'Work given back after leave'),
  'absence.move_out': said('休假任务移交', 'Work moved for leave'),
  'appointment.cancel': said('取消预约', 'Appointment cancelled'),
  'appointment.create': said('新建预约', 'Appointment made'),
  'appointment.move': said('改约', 'Appointment moved'),
  'attachment.add': said('上传附件', 'File attached'),
  'attachment.remove': said('移除附件', 'File removed'),
  'benefit.approve': said('批准权益', 'Benefit approved'),
  'benefit.give': said('发放权益', 'Benefit given'),
  'benefit.offer': said('提供权益', 'Benefit offered'),
  'benefit.refuse': said('客户谢绝权益', 'Benefit refused'),
  'bulletin.rewrite': said('修改简报', 'Bulletin changed'),
  'bulletin.write': said('撰写简报', 'Bulletin written'),
  'calendar.feed_created': said('开通日历订阅', 'Calendar feed made'),
  'calendar.feed_revoked': said('停用日历订阅', 'Calendar feed revoked'),
  'consent.given': said('登记同意', 'Consent taken'),
  'consent.withdrawn': said('登记拒绝', 'Consent withdrawn'),
  'contact.record': said('登记联系', 'Contact recorded'),
  'customer.hand_over': said('移交客户', 'Customer handed over'),
  'customer.helper_added': said('增加协办人', 'Helper added'),
  'customer.helper_removed': said('移除协办人', 'Helper removed'),
  'customer.reveal': said('查看完整号码', 'Number revealed'),
  'customer.view.near_line': said('查看：临界客户', 'Viewed: near the line'),
  'dialler.export': said('导出外呼名单', 'Call list made'),
  'dialler.export_file': said('下载外呼名单', 'Call list downloaded'),
  'dialler.import': said('导入外呼结果', 'Call results taken'),
  'event.receive': said('接收实时事件', 'Events received'),
  'form.save': said('保存资料', 'Answers saved'),
  'holidays.save': said('维护节假日', 'Days off changed'),
  'import.loaded': said('文件已导入', 'File loaded'),
  'import.quarantine_exported': said('下载隔离行', 'Quarantine downloaded'),
  'import.started': said('开始导入', 'Import started'),
  'letter.print': said('打印信函', 'Letters printed'),
  'level.override': said('手工定级', 'Level given by hand'),
  'message.cancel': said('取消消息', 'Message cancelled'),
  'message.preview': said('预览消息', 'Message previewed'),
  'message.receipt': said('收到回执', 'Receipt taken'),
  'message.resend': said('重发消息', 'Message sent again'),
  'message.send': said('发送消息', 'Message sent'),
  'message.settle': said('确认消息去向', 'Fate of a message settled'),
  'messages.export': said('导出消息', 'Messages exported'),
  'messages.list': said('列出消息', 'Messages listed'),
  'model.segment_named': said('命名细分', 'Segment named'),
  'model.trained': said('训练模型', 'Model trained'),
  'rating.answer': said('客户评价', 'Manager rated by the customer'),
  'rating.link': said('生成评价链接', 'Rating link made'),
  'rating.take': said('代录客户评价', 'Rating taken down'),
  'run.started': said('启动夜间分析', 'Run started'),
  'session.command_line': said('命令行操作', 'Used the command line'),
  'session.refused': said('登录失败', 'Sign-in refused'),
  'session.started': said('登录', 'Signed in'),
  'staff.work': said('调整人员技能与工时', 'Skills and minutes changed'),
  'studio.results_removed': said('清理到期的试算结果', 'Old results removed'),
  'studio.simulated': said('试算', 'Simulated'),
  'subscription.set': said('设置订阅', 'Subscriptions set'),
  'task.assign': said('分配任务', 'Task assigned'),
  'task.claim': said('领取任务', 'Task claimed'),
  'task.hand_over': said('转交任务', 'Task handed over'),
  'task.outcome': said('登记联系结果', 'Outcome recorded'),
  'task.recall': said('收回任务', 'Task recalled'),
  'task.release': said('退回任务池', 'Task given back'),
  'task.tick': said('勾选清单', 'Checklist ticked'),
  'task.untick': said('取消勾选', 'Checklist unticked'),
  'tasks.list': said('列出任务', 'Tasks listed'),
  'theme.end': said('专题到期', 'Theme ended'),
  'theme.start': said('启动专题', 'Theme started'),
  'theme.stop': said('停止专题', 'Theme stopped'),
  'training.record': said('登记学习', 'Training recorded'),
  'user.created': said('新建用户', 'User made'),
  'user.disabled': said('停用用户', 'User disabled'),
  'user.enabled': said('启用用户', 'User enabled'),
  'user.password_changed': said('修改密码', 'Password changed'),
  'user.password_reset': said('重置密码', 'Password reset'),
}

const view = 'customer.view.'

/** An action in words: its own, that of the page that was looked at, or the action as it is where nobody has named it yet. */
export const auditWords = (action: string): Label => {
  const own = words[action]
  if (own !== undefined) return own
  const route = routes[action.slice(view.length) as keyof typeof routes]
  if (!action.startsWith(view) || route === undefined) return said(action, action)
  return said(`查看：${route.summary.zh}`, `Viewed: ${route.summary.en}`)
}
