import { bare } from "./safe.js";
import type { Texts } from "./texts.js";

export const chinese: Texts = {
  lang: "zh-CN",
  calculator: "价格计算器",
  loading: "正在加载计算器。",
  notLoaded: "计算器未能加载。",
  stopped: "计算器因内部故障已停止，请重新加载页面后继续。",
  bookNotLoaded: "价格表未能加载，因此未计算任何金额。",
  bookRefused: (path, message) => `价格表${path && `在 ${path} 处`}未被接受，因此未计算任何金额：${message}。`,
  estimateRefused: (path, message) => `估算${path && `在 ${path} 处`}未被接受：${message}。`,
  retry: "重试",

  tier: "GPU 档位",
  perSecond: (currency) => `每秒 ${currency}`,
  severalPrices: "价格有变动",
  noTiers: "此价格表没有 GPU 档位。",
  instances: "实例数",
  fewerInstances: "减少一个实例",
  moreInstances: "增加一个实例",
  hours: "每实例小时数",
  hoursOf: (most) => `最多 ${most}`,
  hoursSlider: "用滑块设置每实例小时数",
  hoursValue: (hours, most) => `${hours} 小时，最多 ${most} 小时`,
  fewerHours: "减少一小时",
  moreHours: "增加一小时",
  month: "月份",
  days: (days) => `${days} 天`,
  earlierMonth: "上个月",
  laterMonth: "下个月",
  faults: {
    tier: ({ text }) => `此价格表没有“${text}”档位。`,
    instances: () => "请输入 0 到 1,000 之间的整数。",
    hours: () => "请输入小时数，例如 12.5；也可写成时、分、秒，例如 12:30:00。",
    hoursRange: ({ most }) => `请输入大于 0 且不超过 ${most} 的小时数。`,
    hoursInexact: () => "该小时数不是整毫秒。三分之一小时请写成 0:20:00。",
    month: () => "请输入 1970-02 到 2199-11 之间的月份，例如 2026-03。",
    refused: ({ message }) => `该值未被接受：${message}。`,
  },

  total: "合计",
  monthAndDays: (month, days) => `${month}，共 ${days} 天`,
  exactly: (currency) => `应付金额以 ${currency} 计，即精确合计。`,
  rounded: (currency, exact, rounding) =>
    `应付金额以 ${currency} 计。精确合计为 ${exact}，仅舍入一次，差额 ${rounding}。`,
  nothing: "没有产生费用。",
  unknown: "请先更正标出的字段，之后才会显示金额。",
  stale: "标出的字段未计入，金额按其上一个有效值计算。",
  spoken: (amount, month) => `${month}应付 ${amount}。`,

  lines: "金额的由来",
  items: {
    gpu_seconds: "GPU 秒数",
    tpm_reservation: "预留每分钟词元数",
    input_tokens: "输入词元",
    cached_input_tokens: "缓存输入词元",
    output_tokens: "输出词元",
    reserved_tokens: "预留额度内的词元",
    free_tokens: "免费额度内的词元",
  },
  quantity: (item, quantity, unitPrice) => {
    switch (item) {
      case "gpu_seconds":
        return `${quantity} 秒 × ${unitPrice}`;
      case "tpm_reservation":
        return `${quantity} kTPM 小时 × ${unitPrice}`;
      case "reserved_tokens":
      case "free_tokens":
        return `${quantity} 个词元`;
      default:
        return `${quantity} × 每百万 ${unitPrice}`;
    }
  },
  ofTier: (tier) => `${tier} 档`,
  modes: { steps: "分段", weekly: "每周时段", automatic: "自动伸缩", tokens: "按词元计费" },
  exactTotal: "精确合计",
  edit: "编辑",
  editLine: (name) => `编辑“${name}”`,
  edited: "正在上方编辑",
  unbilled: "未产生费用",
  sample: "示例价格",

  sampleNote: "示例价格并非公布的价格，仅用于说明金额如何得出。",
  planNote: "按秒计费的推理需要企业版套餐，并须加入 Beta 白名单。",
  source: (title, asOf) => `价格来源：${title}${asOf === undefined ? "" : `，${asOf}读取`}。金额均为精确值。`,
  titles: bare({ "Published list prices": "公布的价目表" }),
  prices: "价目表",
};
