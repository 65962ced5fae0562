import type * as z from 'zod/mini'
import type { getStart } from '../contract.ts'

type Start = z.infer<typeof getStart.response>

/** One step of the first day. `done` is null for what may be left out, and answers null to who cannot see it. */
export interface FirstStep {
  key: string
  title: string
  who: string
  /** What it takes a clerk who does it for the first time. */
  minutes: number
  how: string
  to?: string
  go?: string
  done: ((now: Start) => boolean | null) | null
  told?(now: Start): string
}

export const firstSteps: readonly FirstStep[] = [
  {
    key: 'people',
    title: '登记人员',
    who: '管理员',
    minutes: 3,
    how: '把办公室现成的人员名单（姓名、单位、职务、电话）整块复制，粘贴进去，看一眼预览，确认。',
    to: '/people',
    go: '去登记人员',
    done: ({ people }) => people > 0,
    told: ({ people }) => (people > 0 ? `已登记 ${people} 人。` : ''),
  },
  {
    key: 'links',
    title: '发登录链接',
    who: '管理员发给各社区书记，书记发给本社区的人',
    minutes: 2,
    how: '选中人员，打印二维码，或把链接发给本人。本人用手机打开，设六位数字密码，就登录了；不用记用户名。',
    to: '/people',
    go: '去发链接',
    done: ({ signedIn }) => signedIn > 0,
    told: ({ signedIn }) => (signedIn > 0 ? `已有 ${signedIn} 人登录过。` : ''),
  },
  {
    key: 'import',
    title: '把原来的台账导进来',
    who: '街道专班或社区',
    minutes: 5,
    how: '下载模板，把原台账贴进去，上传后逐行看提示，再确认。导错了可以整批撤销。',
    to: '/import',
    go: '去导入台账',
    done: null,
  },
  {
    key: 'report',
    title: '用手机报第一条隐患',
    who: '网格员',
    minutes: 1,
    how: '在手机上点“拍照上报”，选细项、选位置、提交。看到“已送达”和编号，就在台账里了。',
    to: '/',
    go: '看台账',
    done: ({ cases }) => cases && cases.found > 0,
    told: ({ cases }) => (cases?.found ? `台账里现有 ${cases.found} 条。` : ''),
  },
  {
    key: 'hand',
    title: '核实交办',
    who: '社区两委（手机、电脑都行）',
    minutes: 1,
    how: '打开这条隐患，点“核实交办”，选谁整改。期限不填，就按排查清单的期限。',
    to: '/?status=reported',
    go: '看待核实的',
    done: ({ cases }) => cases && cases.handed > 0,
  },
  {
    key: 'fix',
    title: '整改反馈',
    who: '责任单位的人',
    minutes: 1,
    how: '整改完，写一句怎样整改的，拍一张整改后的照片，提交。',
    to: '/?status=handling',
    go: '看整改中的',
    done: ({ cases }) => cases && cases.fixed > 0,
  },
  {
    key: 'close',
    title: '复查销号',
    who: '不是整改人的另一个人',
    minutes: 1,
    how: '对着整改前后的照片看，合格就点“复查销号”；不合格就退回去重新整改。',
    to: '/?status=rectified',
    go: '看待复查的',
    done: ({ cases }) => cases && cases.closed > 0,
    told: ({ cases }) => (cases?.closed ? `已销号 ${cases.closed} 条。` : ''),
  },
  {
    key: 'daily',
    title: '发今天的数字',
    who: '街道专班',
    minutes: 1,
    how: '在“看账”里点“复制今日数字”，粘贴到工作群。各项相加总是等于排查总数，每个数字点开就是清单。',
    to: '/account',
    go: '去看账',
    done: null,
  },
]

/** The first step that is still to do; undefined when all that must be done is. */
export const nextOf = (now: Start): FirstStep | undefined => firstSteps.find((step) => step.done?.(now) === false)
