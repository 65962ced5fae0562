/** The closed union of everything the product refuses, with the one sentence a user reads (law 14). */
export const problems = {
  'request.malformed': '提交的内容格式不对，请刷新页面后重试。',
  'request.too-large': '一次提交的内容太多，请分几次提交。',
  'command.invalid': '有一项填写不符合要求，请检查后再提交。',
  'command.reused': '这个编号已用于另一份不同的内容，请重新填写后提交。',
  'command.unknown-step': '没有这个操作，请更新到最新版本。',
  'session.required': '请先登录。',
  'session.wrong': '用户名或密码不对，请重新输入。',
  'session.slow-down': '密码输错次数过多，请稍后再试。',
  'session.disabled': '这个账号已停用，请联系管理员。',
  'session.cross-site': '请从本系统的页面内操作。',
  'book.not-found': '没有找到这本台账，或您不在其中。',
  'not-found': '没有找到，或您无权查看。',
  'case.not-found': '没有找到这条隐患，或您无权查看。',
  'case.exists': '这条隐患已经登记过。',
  'step.not-now': '这条隐患当前的状态不能这样办理，请刷新后再看。',
  'step.not-yours': '这一步不在您的职责范围内。',
  'step.stale': '在您填写时，别人已经办理了这条隐患，请看过最新情况再决定。',
  'report.place': '您只能上报自己负责范围内的隐患。',
  'report.site': '所选点位不在这个社区。',
  'report.superior-only': '上级督查的问题只能由上级或街道专班登记。',
  'report.direct-staff': '只有网格员、社区和街道工作人员可以直接交办或即查即改。',
  'report.both': '直接交办和即查即改只能选一个。',
  'report.fixed-ordinary': '即查即改只适用于一般隐患，也不能用于上级督查的问题。',
  'report.fixed-photos': '即查即改需要整改前和整改后的照片各一张以上。',
  'person.exists': '这个人已经登记过。',
  'person.unknown': '没有这个人，请重新选择。',
  'unit.exists': '这个单位编码已经有了。',
  'item.unknown': '检查项目不在现行清单里，请重新选择。',
  'unit.unknown': '没有这个单位，请重新选择。',
  'unit.not-yours': '您只能交给本级管辖的单位，其他单位请提请街道。',
  'due.past': '期限不能早于今天。',
  'due.too-far': '期限不能超过两年。',
  'severity.lower': '核实时只能调高隐患等级，不能调低。',
  'void.superior': '上级督查的问题不能不列入。',
  'void.original': '没有找到原隐患，或它已不列入，请选择另一条。',
  'void.same-day': '过了上报当天就不能自己撤回，请由社区提出不列入。',
  'void.proposed': '已经提出不列入，请等街道专班决定。',
  'paper.staff': '只有所在社区两委和街道专班可以代录书面材料。',
  'paper.day': '书面材料的日期不能晚于今天，也不能早于 2000 年。',
  'paper.photo': '代单位录入要附书面材料或截图的照片。',
  'backfill.staff': '只有所在社区两委和街道专班可以补录。',
  'backfill.found': '台账所记的发现日期不能晚于今天，也不能早于 2000 年。',
  'backfill.days': '台账所记的日期前后不符：发现、整改、销号须依次，且不晚于今天。',
  'correct.nothing': '没有要更正的内容，请先修改再提交。',
  'undo.nothing': '没有可以撤销的办理：之后已有别的办理，或这一步不能撤销。',
  'undo.not-yours': '最近一步不是您办理的，只有办理的本人可以撤销。',
  'undo.late': '办理已超过一分钟，不能撤销，请按正常步骤办理。',
  'refuse.own': '这条隐患是本单位自己承担的，不能退单。',
  'call-up.level': '这条隐患已在街道层面，不用再提请。',
  'check.fixer': '整改的人或单位不能自己复查销号。',
  'check.recorder': '代录整改的人不能自己复查销号。',
  'check.photos-missing': '还有照片没有传到，暂时不能销号。',
  'check.lost-photos-office': '照片灭失只能由街道专班写明原因后销号。',
  'check.backfill-photo': '这条隐患是补录的，没有整改后照片：请附复查照片，或写明没有照片的原因。',
  'photo.not-yours': '照片不是您上传的，请重新选择照片。',
  'photo.not-image': '这个文件不是可用的照片，请换一张。',
  'photo.too-large': '照片太大（超过 50 MB），请压缩后再传。',
  'photo.too-many-pixels': '照片尺寸太大（超过 8000 万像素），请压缩后再传。',
  'photo.damaged': '照片在传输中损坏，请重新上传。',
  'upload.offset': '上传进度对不上，请从已传到的地方继续。',
  'upload.gone': '这次上传已过期或已取消，请重新上传。',
  'sheet.too-large': '文件超过 20 MB，请只留需要的那张表，或按社区拆开后再上传。',
  'sheet.not-xlsx':
    '这不是 .xlsx 表格（也可能是空文件，或改了扩展名的 .xls、.csv、网页），请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。',
  'sheet.encrypted': '表格设了打开密码，请去掉密码后再上传。',
  'sheet.active': '表格里有宏或指向其他文件的链接，请另存为不含宏的 .xlsx、断开外部链接后再上传。',
  'sheet.bomb': '表格展开后太大，不能读取，请把需要的行复制到新表格后再上传。',
  'sheet.damaged': '表格已损坏，读不出来，请用 WPS 或 Excel 打开后另存一份再上传。',
  'sheet.too-long': '表格行数太多，一次最多 5000 行，请按社区拆分后再上传。',
  'sheet.too-wide': '表格列数太多，最多 60 列，请删去不用的列后再上传。',
  'sheet.empty': '表格里没有内容，请填好后再上传。',
  'batch.exists': '这一批已经导入过。',
  'batch.unknown': '没有找到这一批导入。',
  'batch.undone': '这一批已经撤销过。',
  'import.heading':
    '没有找到导入模板的表头。请先下载模板，把内容粘贴到“台账”表里再上传；导出的台账改好后也可以直接上传。',
  'import.columns': '表头不完整，请用最新的模板重新填写。',
  'import.no-rows': '表头下面没有要导入的行，请填好后再上传。',
  'import.not-now': '这一批现在不能这样办理，请刷新后再看。',
  'import.running': '这一批正在导入，请等它完成。',
  'import.expired': '预览已超过 7 天，内容已清除，请重新上传。',
  'export.busy': '正在导出的人较多，请过一会儿再试。',
  'as-of.future': '截至时间不能晚于现在。',
  'as-of.malformed': '截至时间的格式不对。',
  'cursor.malformed': '翻页位置不对，请从第一页看起。',
  'server.busy': '服务暂时不可用，请稍后再试，内容不会丢失。',
  'server.storage-full': '服务器存储空间不足，请联系管理员，内容不会丢失。',
  'server.bug': '系统出了差错，已经记录，请稍后再试。',
} as const

export type ProblemCode = keyof typeof problems

export interface Problem {
  code: ProblemCode
  /** One plain Chinese sentence for the user. */
  message: string
  /** Whatever the sentence needs to be specific: the field, who acted meanwhile. Never personal text. */
  detail?: Record<string, unknown>
}

/** Builds a refusal; `say` replaces the standard sentence where a more exact one is known. */
export function problem(code: ProblemCode, detail?: Record<string, unknown>, say?: string): Problem {
  return { code, message: say ?? problems[code], ...(detail ? { detail } : {}) }
}

const codes: ReadonlySet<unknown> = new Set(Object.keys(problems))

/** Refusals are returned, never thrown: a decision is either a value or a problem. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && codes.has((value as Problem).code)
}
