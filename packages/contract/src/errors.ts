import { z } from 'zod'
import type { Label } from './primitives.ts'

export type ErrorEntry = {
  readonly status: number
  /** Says what happened and what to do next. `{name}` places are filled from the error's details. */
  readonly message: Label
  /** A refused request is ordinary traffic; only our own faults and a failing world are errors. */
  readonly level: 'debug' | 'info' | 'warn' | 'error'
}

/** Codes are stable API: they are documented, translated here and nowhere else, and never renamed. */
export const errorCatalogue = {
  'invalid-request': {
    status: 400,
    level: 'info',
    message: {
      zh: '请求内容有误，请按提示修改后重试。',
      en: 'The request is not valid. Correct the listed fields and try again.',
    },
  },
  'invalid-cursor': {
    status: 400,
    level: 'info',
    message: {
      zh: '翻页位置已失效，请从第一页重新打开。',
      en: 'This page position is no longer valid. Open the list from its start.',
    },
  },
  'unknown-definition': {
    status: 400,
    level: 'info',
    message: {
      zh: '当前方案中没有“{detail}”，请从目录中选择。',
      en: 'The pack does not define “{detail}”. Choose one from the catalogue.',
    },
  },
  'weak-password': {
    status: 400,
    level: 'info',
    message: {
      zh: '密码至少 {minLength} 位，且不能与用户名相同。',
      en: 'A password has at least {minLength} characters and differs from the user name.',
    },
  },
  'password-wrong': {
    status: 400,
    level: 'info',
    message: { zh: '当前密码不正确。', en: 'The current password is wrong.' },
  },
  'sign-in-required': {
    status: 401,
    level: 'debug',
    message: { zh: '请先登录。登录可能已过期。', en: 'Sign in first. Your session may have expired.' },
  },
  'signature-invalid': {
    status: 401,
    level: 'warn',
    message: {
      zh: '回执签名无效。请用该渠道的密钥按 Standard Webhooks 签名。',
      en: 'The report is not signed as it must be: sign it as Standard Webhooks with the secret of the channel.',
    },
  },
  'sign-in-refused': {
    status: 401,
    level: 'info',
    message: { zh: '用户名或密码不正确。', en: 'The user name or the password is wrong.' },
  },
  'cross-site-request': {
    status: 403,
    level: 'warn',
    message: {
      zh: '请求来自其他网站，已拒绝。请在本系统页面中操作。',
      en: 'The request came from another site and was refused. Use this system’s own pages.',
    },
  },
  forbidden: {
    status: 403,
    level: 'info',
    message: {
      zh: '您的角色无权执行此操作。如有需要，请联系主管。',
      en: 'Your role may not do this. Ask your supervisor if you need it.',
    },
  },
  'not-found': {
    status: 404,
    level: 'debug',
    message: { zh: '未找到，或不在您的管辖范围内。', en: 'Not found, or not within your scope.' },
  },
  'task-closed': {
    status: 409,
    level: 'info',
    message: { zh: '任务已关闭，不能再登记结果。', en: 'The task is closed; no further outcome can be recorded.' },
  },
  'task-taken': {
    status: 409,
    level: 'info',
    message: {
      zh: '任务由他人负责，请先领取或请主管分配。',
      en: 'The task is somebody else’s. Claim one, or have it assigned to you.',
    },
  },
  'attempts-used': {
    status: 409,
    level: 'info',
    message: {
      zh: '该任务已联系三次，不能再次联系。',
      en: 'The task has used its three attempts; another is refused.',
    },
  },
  'too-early': {
    status: 409,
    level: 'info',
    message: { zh: '未到下次联系时间。', en: 'It is not yet time for the next attempt.' },
  },
  'reason-required': {
    status: 400,
    level: 'info',
    message: { zh: '请填写理由。', en: 'State a reason.' },
  },
  'next-contact-required': {
    status: 400,
    level: 'info',
    message: {
      zh: '请填写下次联系时间，或说明为何不再约定。',
      en: 'Give the time of the next contact, or say why there is none.',
    },
  },
  'appointment-in-past': {
    status: 400,
    level: 'info',
    message: { zh: '约定时间须在将来。', en: 'An appointment lies in the future.' },
  },
  'unknown-outcome': {
    status: 400,
    level: 'info',
    message: {
      zh: '不能登记此结果，请从列出的结果中选择。',
      en: 'This outcome cannot be recorded here. Choose one that is listed.',
    },
  },
  'unknown-staff': {
    status: 400,
    level: 'info',
    message: {
      zh: '该员工不存在、已停用或不在您的管辖范围内。',
      en: 'This person is unknown, inactive or outside your scope.',
    },
  },
  'unknown-field': {
    status: 400,
    level: 'info',
    message: { zh: '没有此项：{detail}', en: 'There is no such field: {detail}' },
  },
  'invalid-value': {
    status: 400,
    level: 'info',
    message: { zh: '填写内容不符合要求：{detail}', en: 'A value is not acceptable: {detail}' },
  },
  'idempotency-conflict': {
    status: 409,
    level: 'warn',
    message: {
      zh: '同一操作编号已用于其他操作，请重新提交。',
      en: 'This idempotency key was used for another command. Submit again with a fresh key.',
    },
  },
  unchanged: {
    status: 409,
    level: 'info',
    message: { zh: '已是如此，无需更改。', en: 'It is so already; nothing was changed.' },
  },
  'nothing-to-reveal': {
    status: 409,
    level: 'info',
    message: { zh: '该客户没有登记此项信息。', en: 'The customer has no value recorded in this field.' },
  },
  'run-in-progress': {
    status: 409,
    level: 'info',
    message: { zh: '有任务正在运行，请等待其完成。', en: 'A run is in progress. Wait until it has finished.' },
  },
  'invalid-condition': {
    status: 400,
    level: 'info',
    message: { zh: '条件有误：{detail}', en: 'The condition is not valid: {detail}' },
  },
  'not-permitted': {
    status: 409,
    level: 'info',
    message: { zh: '现在不能联系这位客户：{detail}。', en: 'This customer may not be contacted now: {detail}.' },
  },
  'unknown-purpose': {
    status: 400,
    level: 'info',
    message: { zh: '方案中没有联系目的“{detail}”。', en: 'The pack does not define the purpose “{detail}”.' },
  },
  'unknown-channel': {
    status: 400,
    level: 'info',
    message: {
      zh: '方案中没有渠道“{detail}”，或它不能用于此处。',
      en: 'The pack does not define the channel “{detail}”, or it does not serve here.',
    },
  },
  'unknown-template': {
    status: 400,
    level: 'info',
    message: { zh: '方案中没有模板“{detail}”。', en: 'The pack does not define the template “{detail}”.' },
  },
  'lint-failed': {
    status: 422,
    level: 'info',
    message: {
      zh: '文字不符合这类消息的规则：{detail}。',
      en: 'The text breaks the rules of this kind of message: {detail}.',
    },
  },
  'wrong-state': {
    status: 409,
    level: 'info',
    message: {
      zh: '当前状态不允许这样做：{detail}。请刷新后再看。',
      en: 'This cannot be done in its present state: {detail}. Refresh and look again.',
    },
  },
  'unknown-case': {
    status: 400,
    level: 'info',
    message: { zh: '方案中没有事项类别“{detail}”。', en: 'The pack does not define the kind of case “{detail}”.' },
  },
  'unknown-play': {
    status: 400,
    level: 'info',
    message: {
      zh: '方案中没有动作“{detail}”，或它不能这样使用。',
      en: 'The pack does not define the play “{detail}”, or it does not serve here.',
    },
  },
  'unknown-benefit': {
    status: 400,
    level: 'info',
    message: { zh: '方案中没有权益“{detail}”。', en: 'The pack does not define the benefit “{detail}”.' },
  },
  'limit-reached': {
    status: 409,
    level: 'info',
    message: { zh: '已达上限：{detail}。', en: 'The limit is reached: {detail}.' },
  },
  'too-large': {
    status: 413,
    level: 'info',
    message: { zh: '内容过大：{detail}。', en: 'This is too large: {detail}.' },
  },
  overlap: {
    status: 409,
    level: 'info',
    message: { zh: '与已有的时间重叠：{detail}。', en: 'This overlaps what is there: {detail}.' },
  },
  'maker-is-checker': {
    status: 409,
    level: 'info',
    message: {
      zh: '制定人不能复核自己的版本，请由另一人复核。',
      en: 'Whoever made a version cannot decide on it. Ask a second person.',
    },
  },
  'not-the-maker': {
    status: 409,
    level: 'info',
    message: {
      zh: '草稿由他人制定，只能由制定人修改。请另建草稿。',
      en: 'The draft is somebody else’s, and only its maker may change it. Begin one of your own.',
    },
  },
  'content-differs': {
    status: 409,
    level: 'warn',
    message: {
      zh: '内容与您所看到的不一致，未作任何更改。请重新查看后再操作。',
      en: 'The content is not what you looked at, so nothing was changed. Look at it again first.',
    },
  },
  'version-has-mistakes': {
    status: 409,
    level: 'info',
    message: {
      zh: '该版本尚有错误，请先按提示改正。',
      en: 'The version still has mistakes. Mend those that are listed first.',
    },
  },
  'version-behind': {
    status: 409,
    level: 'info',
    message: {
      zh: '制定之后已有其他版本生效，请先更新到现行版本之上再提交。',
      en: 'Another version has been put in force since. Bring this one up to date, then submit it again.',
    },
  },
  'version-state': {
    status: 409,
    level: 'info',
    message: {
      zh: '该版本当前状态不允许此操作：{detail}',
      en: 'The version cannot do this as it stands: {detail}.',
    },
  },
  'not-classed': {
    status: 409,
    level: 'info',
    message: {
      zh: '“{detail}”不适用于该客户，给定的级别不会生效，因此没有保存。',
      en: 'Customers like this one are not classed by “{detail}”: a level given by hand would not count, so nothing was saved.',
    },
  },
  'unknown-segment': {
    status: 404,
    level: 'info',
    message: {
      zh: '没有学到这个族群：{detail}。请刷新模型页面，从列出的族群中选择。',
      en: 'No such segment has been learned: {detail}. Reload the models and choose one that is listed.',
    },
  },
  'name-taken': {
    status: 409,
    level: 'info',
    message: {
      zh: '“{detail}”已是同一模型中另一族群的名称，请换一个。',
      en: 'Another segment of the model is called “{detail}” already. Choose another name.',
    },
  },
  'username-taken': {
    status: 409,
    level: 'info',
    message: { zh: '用户名已存在，请换一个。', en: 'The user name is taken. Choose another.' },
  },
  'staff-has-sign-in': {
    status: 409,
    level: 'info',
    message: {
      zh: '该员工已有登录名“{detail}”，一人只能有一个。请启用它或重设其密码。',
      en: 'This person has the sign-in “{detail}” already, and may have one only. Enable that one, or reset its password.',
    },
  },
  'no-data-yet': {
    status: 409,
    level: 'info',
    message: {
      zh: '尚无分析结果，请先导入数据并运行分析。',
      en: 'There is no analysis yet. Import data and start a run first.',
    },
  },
  'import-refused': {
    status: 422,
    level: 'info',
    message: { zh: '文件未能导入：{reason}', en: 'The file was not imported: {reason}' },
  },
  'file-too-large': {
    status: 413,
    level: 'info',
    message: {
      zh: '内容过大。大文件请用命令行 tend ingest 导入。',
      en: 'The content is too large. Import large files with the command tend ingest.',
    },
  },
  'unsupported-media-type': {
    status: 415,
    level: 'info',
    message: { zh: '不支持的内容类型。', en: 'This content type is not supported.' },
  },
  'password-change-required': {
    status: 403,
    level: 'info',
    message: {
      zh: '初始密码由他人设定，请先修改密码。',
      en: 'Your first password was set by somebody else. Change it before you go on.',
    },
  },
  'sign-in-locked': {
    status: 429,
    level: 'warn',
    message: {
      zh: '多次登录失败，账户已暂时锁定，请在 {retryAfterSeconds} 秒后重试。',
      en: 'Too many failed sign-ins. The account is locked for {retryAfterSeconds} seconds.',
    },
  },
  'too-many-requests': {
    status: 429,
    level: 'warn',
    message: {
      zh: '请求过于频繁，请在 {retryAfterSeconds} 秒后重试。',
      en: 'Too many requests. Try again in {retryAfterSeconds} seconds.',
    },
  },
  'too-many-streams': {
    status: 429,
    level: 'warn',
    message: {
      zh: '同时打开的页面过多（上限 {detail}），请关闭不用的页面。',
      en: 'Too many pages are open at once (at most {detail}). Close those that are not needed.',
    },
  },
  'internal-error': {
    status: 500,
    level: 'error',
    message: {
      zh: '系统出现故障，已记录。请稍后重试，并提供编号 {requestId}。',
      en: 'Something failed on our side and was logged. Try again later and quote {requestId}.',
    },
  },
  'studio-busy': {
    status: 503,
    level: 'warn',
    message: {
      zh: '正在检查的草稿太多，您的修改尚未保存。请在 {retryAfterSeconds} 秒后重试。',
      en: 'Too many drafts are being checked, and yours was not saved. Try again in {retryAfterSeconds} seconds.',
    },
  },
  unavailable: {
    status: 503,
    level: 'error',
    message: { zh: '服务暂不可用，请稍后重试。', en: 'The service is not available at the moment. Try again shortly.' },
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue
export const errorCodes = Object.keys(errorCatalogue) as readonly ErrorCode[]

/** One thing wrong with a request: `path` is dotted, e.g. `body.answers.birthday`. */
export const fieldIssue = z.object({ path: z.string(), message: z.string() })

/** The body of every answer outside 2xx. `details` never carries personal data or internals. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    details: z
      .object({
        issues: z.array(fieldIssue),
        retryAfterSeconds: z.int(),
        minLength: z.int(),
        /** Why a file was refused. */
        reason: z.string(),
        /** What exactly: a field, an id, a bound. */
        detail: z.string(),
      })
      .partial()
      .optional(),
    requestId: z.string(),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>
export type ErrorDetails = NonNullable<ErrorBody['error']['details']>

/** The catalogue's message with its `{name}` places filled from `values`; a place without a value stays empty. */
export function renderMessage(
  code: ErrorCode,
  lang: keyof Label,
  values: Readonly<Record<string, unknown>> = {},
): string {
  return errorCatalogue[code].message[lang].replace(/\{(\w+)\}/g, (_place, name: string) => String(values[name] ?? ''))
}
