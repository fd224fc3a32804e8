import { dayInBrazil } from '../numbers-in-text.ts';
import { isPositive, numbersInBrazil, pricesInstead, type Sentences } from './refusal.ts';

/** Parts of an order's quantity, by their field. */
const PARTS: Readonly<Record<string, string | undefined>> = {
  displayQuantity: 'A quantidade aparente',
  minimumQuantity: 'A quantidade mínima',
};

/** A field that contradicts the others, with what the user can do. */
const CONTRADICTIONS: Readonly<Record<string, string | undefined>> = {
  timeInForce: 'Este tipo de ordem não tem esta validade: escolha outra.',
  expiresOn: 'A data vai só com a validade até uma data: preencha as duas ou nenhuma.',
  displayQuantity: 'Esta ordem mostra toda a quantidade: retire a quantidade aparente.',
  minimumQuantity:
    'Retire a quantidade mínima: esta ordem não a aceita, e ela nunca vai com a quantidade aparente.',
};

const combinationText = (limit: string, field: string): string => {
  const part = PARTS[field];
  if (field === 'expiresOn' && limit.endsWith(' ou depois'))
    return 'A validade precisa ser de hoje em diante.';
  if (part !== undefined && limit.includes(' a '))
    return `${part} precisa ser múltipla do lote, de ${limit}.`;
  if (part !== undefined && limit.endsWith(' ou mais')) return `${part} precisa ser de ${limit}.`;
  return CONTRADICTIONS[field] ?? 'Tipo, validade e quantidades da ordem se contradizem.';
};

const IN_CALL =
  'Em leilão entram só ordens limitadas e de leilão, sem disparo, sem quantidade mínima e sem execução imediata.';

/** The orders that a phase takes, by the phase that refuses one. */
const PHASES: Readonly<Record<string, string | undefined>> = {
  CLOSED: 'O mercado está fechado: envie a ordem a partir do leilão de abertura.',
  PRE_OPEN: 'A pré-abertura só aceita cancelamentos: envie a ordem a partir do leilão de abertura.',
  OPENING_CALL: IN_CALL,
  AUCTION: IN_CALL,
  CLOSING_CALL: IN_CALL,
  CONTINUOUS: 'Uma ordem de leilão só entra durante um leilão: escolha outra validade.',
  HALTED: 'A negociação está suspensa: envie a ordem depois da retomada.',
};

/** Instruments that no order may name, by their status. */
const UNTRADED: Readonly<Record<string, string | undefined>> = {
  DELISTED: 'Este ativo saiu da bolsa: nenhuma ordem é aceita.',
  SUSPENDED: 'A negociação deste ativo está suspensa: envie a ordem quando ela voltar.',
  NOT_TRADABLE: 'Isto é um índice: tem cotação e não se negocia. Um fundo que o segue pode ser negociado.',
};

/** How an order has ended, by its status. */
const ENDS: Readonly<Record<string, string | undefined>> = {
  FILLED: 'foi executada',
  CANCELED: 'foi cancelada',
  EXPIRED: 'expirou',
  REJECTED: 'foi rejeitada',
};

/** Passwords that are weak whatever their length, by what they are. */
const WEAK_PASSWORDS: Readonly<Record<string, string | undefined>> = {
  'the present password': 'A senha nova é igual à atual. Escolha outra.',
  'the e-mail address': 'A senha é igual ao e-mail. Escolha outra.',
};

/** @param limit such as `acima de 28,50` for a stop price, `28,50 ou mais` for a limit price */
function stopText(limit: string, field: string): string {
  if (field === 'limitPrice')
    return `O preço limite precisa ser o de disparo ou ${limit.endsWith('menos') ? 'menos' : 'mais'}: ${limit}.`;
  const side = limit.startsWith('abaixo') ? 'venda' : 'compra';
  return `O disparo de um stop de ${side} precisa ficar ${limit}, o último preço: senão dispararia na hora.`;
}

/** Why the broker refuses, and what the user can do. */
export const PORTUGUESE: Sentences = {
  ACCOUNT_NOT_FOUND: () => 'A conta não existe.',
  INVALID_ID: () => 'O identificador tem caracteres que a corretora não aceita.',
  UNKNOWN_TICKER: () => 'Nenhum ativo tem este código.',
  UNKNOWN_COSTS: (_limit, { observed, limit }) =>
    observed === null || limit === null
      ? 'Os custos deste dia não são conhecidos: nada se negocia nele.'
      : `Os custos de ${dayInBrazil(observed)} não são conhecidos: nada se negocia nesse dia. O primeiro conhecido é ${dayInBrazil(limit)}.`,
  TOO_MANY_ORDERS: () => 'São mais de 100 ordens de uma vez.',
  SUBSCRIPTION_CLOSED: () => 'Os direitos não podem ser exercidos hoje.',
  ASSET_NOT_ACTIVE: (_limit, { observed }) =>
    UNTRADED[observed ?? ''] ?? 'Este ativo não está em negociação.',
  PHASE: (_limit, { observed }) => PHASES[observed ?? ''] ?? 'A fase atual do mercado não aceita esta ordem.',
  INVALID_COMBINATION: (limit, { field }) => combinationText(limit, field ?? ''),
  QUANTITY_LIMIT: (limit) => `A quantidade precisa ser de ${limit}.`,
  LOT_SIZE: (limit) => `A quantidade precisa ser múltipla do lote de ${limit}.`,
  PRICE_REQUIRED: () => 'Este tipo de ordem precisa deste preço.',
  PRICE_NOT_ALLOWED: () => 'Este tipo de ordem não tem este preço.',
  TICK_SIZE: (limit, refusal) => {
    if (!isPositive(refusal.observed)) return `O preço precisa ser de ao menos ${limit}.`;
    const prices = pricesInstead(refusal).map(numbersInBrazil).join(' ou ');
    return `O preço anda de ${limit} em ${limit}${prices === '' ? '' : `: ${prices}`}.`;
  },
  PRICE_BAND: (limit) =>
    limit.includes(' a ')
      ? `O preço precisa ficar no túnel do dia, de ${limit}.`
      : `O maior preço para esta quantidade é ${limit}.`,
  STOP_PRICE: (limit, { field }) => stopText(limit, field ?? ''),
  NO_OPPOSITE_PRICE: () =>
    'Não há oferta do outro lado do livro para uma ordem a mercado. Envie uma ordem limitada ou tente mais tarde.',
  INSUFFICIENT_CASH: (limit, { field, observed }) => {
    if (field === 'amount') return `Hoje podem sair da conta no máximo R$\u00a0${limit}.`;
    const needed =
      observed === null ? '' : `a ordem precisa de R$\u00a0${numbersInBrazil(observed)}, com os custos, e `;
    return `Saldo insuficiente: ${needed}há R$\u00a0${limit} disponíveis. Deposite ou compre menos.`;
  },
  INSUFFICIENT_SHARES: (limit, { observed }) => {
    const needed = observed === null ? '' : `a ordem precisa de ${numbersInBrazil(observed)}, e `;
    return `Ações insuficientes: ${needed}há ${limit} disponíveis. Venda menos.`;
  },
  MINIMUM_QUANTITY: () => 'A bolsa não pôde executar a quantidade mínima na entrada.',
  ORDER_NOT_FOUND: () => 'A ordem não existe.',
  ORDER_ENDED: (_limit, { observed }) =>
    `A ordem já ${ENDS[observed ?? ''] ?? 'terminou'} e não muda mais. Envie uma ordem nova.`,
  TOO_MANY_OPEN_ORDERS: (limit) =>
    `A conta tem ${limit} ordens abertas, o maior número. Cancele algumas, ou espere que terminem.`,
  ID_REUSED: () => 'Esta ordem já foi enviada com outro conteúdo.',
  INVALID_AMOUNT: (_limit, { observed }) => {
    if (!isPositive(observed)) return 'O valor precisa ser maior que zero.';
    return /\.\d{3,}$/.test(observed ?? '')
      ? 'O valor vai até os centavos: no máximo duas casas decimais.'
      : 'A conta não comporta este valor.';
  },
  INVALID_EMAIL: () => 'Este não é um endereço de e-mail.',
  EMAIL_TAKEN: () => 'Outra pessoa usa este e-mail.',
  WEAK_PASSWORD: (_limit, { observed, limit }) => {
    const known = WEAK_PASSWORDS[observed ?? ''];
    const [least, most] = limit?.match(/\d+/g) ?? [];
    if (known !== undefined || least === undefined || most === undefined)
      return known ?? 'A senha é fácil demais de adivinhar. Escolha outra, menos comum.';
    const length = observed?.match(/\d+/)?.[0] ?? '';
    return `A senha tem ${length} ${length === '1' ? 'caractere' : 'caracteres'}; precisa de ${least} a ${most}.`;
  },
  INVALID_CREDENTIALS: () => 'E-mail ou senha errados.',
  INVALID_NAME: () => 'O nome precisa ter de 1 a 100 caracteres visíveis.',
  INVALID_SCOPES: () => 'A chave precisa de ao menos uma permissão.',
  INVALID_EXPIRY: () => 'A chave precisa vencer no futuro.',
  TOO_MANY_ACCOUNTS: () => 'Você tem 20 contas, o maior número.',
  TOO_MANY_API_KEYS: () => 'Você tem o maior número de chaves. Revogue uma antes.',
  CORPORATE_ACTION: () => 'A bolsa cancelou a ordem: um evento corporativo muda o preço do ativo.',
};
