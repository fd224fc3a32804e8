const ptBr = {
  unreachable: 'A corretora não respondeu. Tente de novo em instantes.',
  'session-ended': 'Sua sessão terminou. Entre de novo.',
  unexpected: 'Algo deu errado do nosso lado. Tente de novo.',
  unavailable: 'Esta parte da corretora não responde agora. Tente de novo em instantes.',
  busy: (again: string) => `A corretora recebe pedidos demais agora. ${again}`,
  again: (seconds: number | null) =>
    seconds === null
      ? 'Tente de novo em instantes.'
      : `Tente de novo em ${seconds} ${seconds === 1 ? 'segundo' : 'segundos'}.`,
  'demo-ready': 'Conta de demonstração aberta: R$ 100.000 e ações em custódia.',
  correlation: (id: string) => `Identificador para o suporte: ${id}`,
  filled: (isBuy: boolean, quantity: string, ticker: string) =>
    `${isBuy ? 'Compra' : 'Venda'} executada: ${quantity} ${ticker}`,
  unfilled: (isBuy: boolean, quantity: string, ticker: string) =>
    `${isBuy ? 'Compra' : 'Venda'} encerrada na entrada: ${quantity} ${ticker} sem execução`,
  absent: (isBuy: boolean, quantity: string, ticker: string) =>
    `${isBuy ? 'Compra' : 'Venda'} não enviada: a corretora não recebeu a ordem de ${quantity} ${ticker}`,
  rejected: (ticker: string, reason: string | null) =>
    reason === null ? `A bolsa rejeitou a ordem de ${ticker}.` : `Ordem de ${ticker}: ${reason}`,
};

const en: typeof ptBr = {
  unreachable: 'The broker did not answer. Try again in a moment.',
  'session-ended': 'Your session has ended. Sign in again.',
  unexpected: 'Something went wrong on our side. Try again.',
  unavailable: 'This part of the broker does not answer right now. Try again in a moment.',
  busy: (again) => `The broker gets too many requests right now. ${again}`,
  again: (seconds) =>
    seconds === null
      ? 'Try again in a moment.'
      : `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  'demo-ready': 'Demonstration account opened: R$100,000 and shares in custody.',
  correlation: (id) => `Id for support: ${id}`,
  filled: (isBuy, quantity, ticker) => `${isBuy ? 'Bought' : 'Sold'} ${quantity} ${ticker}`,
  unfilled: (isBuy, quantity, ticker) =>
    `${isBuy ? 'Buy' : 'Sell'} order ended on arrival: ${quantity} ${ticker} not filled`,
  absent: (isBuy, quantity, ticker) =>
    `${isBuy ? 'Buy' : 'Sell'} order not sent: the broker does not have it, ${quantity} ${ticker}`,
  rejected: (ticker, reason) =>
    reason === null ? `The exchange rejected the order of ${ticker}.` : `Order of ${ticker}: ${reason}`,
};

export const notices = { 'pt-BR': ptBr, en };
