/** Texts about orders on their way, and about lists of orders. */
const ptBr = {
  partFill: 'Execução parcial',
  steps: {
    PLACED: 'Enviada',
    ACCEPTED: 'Aceita pela bolsa',
    REJECTED: 'Rejeitada pela bolsa',
    TRIGGERED: 'Disparada',
    FILLED: 'Executada',
    REPLACE_REQUESTED: 'Alteração pedida',
    REPLACED: 'Alterada',
    REPLACE_REJECTED: 'A bolsa não aceitou a alteração',
    CANCEL_REQUESTED: 'Cancelamento pedido',
    CANCEL_REJECTED: 'A bolsa não aceitou o cancelamento',
    CANCELED: 'Cancelada',
    EXPIRED: 'Expirada',
  },
  noQuantity: {
    FOK: 'não havia quantidade para toda a ordem',
    IOC: 'não havia mais quantidade',
  },
  noneLoaded: 'Nenhuma entre as carregadas.',
  noneFiltered: 'Nenhuma com este filtro.',
  olderFills: 'Execuções mais antigas',
  endedNotLoaded: 'Daqui para baixo, só as ordens abertas: as encerradas ainda não foram carregadas.',
  cancelListed: 'Cancelar as listadas',
  confirmCancelListed: (count: number, shown: string, tickers: string) =>
    `Cancelar ${shown} ${count === 1 ? 'ordem' : 'ordens'} de ${tickers}?`,
  unanswered: 'sem resposta',
  awaiting: (count: string) => `${count} aguardando resposta`,
  cancelLost:
    'Cancelamento sem resposta da corretora: a ordem ainda pode executar. Cancelar de novo não faz mal.',
  replaceFailures: {
    busy: (again: string) => `Não alterada: a corretora recebe pedidos demais agora. ${again}`,
    lost: 'Sem resposta: não se sabe se a alteração chegou à corretora. Salvar de novo é seguro: é o mesmo pedido.',
    unexpected:
      'Algo deu errado na corretora, e não se sabe se a alteração entrou. Salvar de novo é seguro: é o mesmo pedido.',
  },
  replaceRejected: (quantity: string, price: string) =>
    `A bolsa não aceitou a alteração. A ordem continua como estava: ${quantity} a ${price}.`,
  replaceTooLate: 'A alteração chegou tarde: a ordem já tinha terminado.',
  understood: 'Entendi',
  missing: {
    quantity: 'Informe a quantidade.',
    limitPrice: 'Informe o preço limite.',
    stopPrice: 'Informe o preço de disparo.',
    displayQuantity: 'Informe a quantidade aparente.',
    minimumQuantity: 'Informe a quantidade mínima.',
    expiresOn: 'Informe até que dia a ordem vale.',
  },
  untraded: {
    DELISTED: 'Este ativo não é mais negociado: nenhuma ordem é aceita.',
    SUSPENDED: 'A negociação deste ativo está suspensa: nenhuma ordem é aceita até ela voltar.',
  },
  notLoaded: 'O ativo não foi carregado: sem o lote e a faixa de preços dele, nenhuma ordem é enviada.',
  noPreview: (why: string) => `Sem cálculo dos custos; tentando de novo. ${why}`,
  offline: 'Sem conexão com a corretora: nenhuma ordem é enviada até ela voltar.',
  lookedUp:
    'Sua ordem ainda não teve resposta. Com a conexão de volta, perguntamos à corretora se ela a recebeu.',
  /** `price` begins with its own separator. */
  sent: (isBuy: boolean, quantity: string, ticker: string, price: string, status: string) =>
    `Ordem enviada: ${isBuy ? 'comprar' : 'vender'} ${quantity} ${ticker}${price} — ${status}`,
  unconfirmed: 'aguardando confirmação',
  restToSend: (sent: string, rest: string, twin: string) => `${sent} enviadas; falta enviar ${rest} ${twin}.`,
  atPrice: (price: string) => ` a ${price}`,
  atMarket: ' a mercado',
  statusAt: (status: string, price: string) => `${status} a ${price}`,
  failures: {
    busy: (again: string) => `Não enviada: a corretora recebe pedidos demais agora. ${again}`,
    absent: 'Sem resposta, e a corretora não tem a ordem: ela não foi enviada. Confira e envie de novo.',
    lost: 'Sem resposta: não se sabe se a ordem chegou à corretora. Enviar de novo é seguro: é a mesma ordem, e ela não se repete.',
    unexpected:
      'Algo deu errado na corretora, e não se sabe se a ordem entrou. Enviar de novo é seguro: é a mesma ordem, e ela não se repete.',
  },
};

const en: typeof ptBr = {
  partFill: 'Partial fill',
  steps: {
    PLACED: 'Sent',
    ACCEPTED: 'Accepted',
    REJECTED: 'Rejected by the exchange',
    TRIGGERED: 'Triggered',
    FILLED: 'Filled',
    REPLACE_REQUESTED: 'Change requested',
    REPLACED: 'Changed',
    REPLACE_REJECTED: 'The exchange did not take the change',
    CANCEL_REQUESTED: 'Cancel requested',
    CANCEL_REJECTED: 'The exchange did not take the cancel',
    CANCELED: 'Canceled',
    EXPIRED: 'Expired',
  },
  noQuantity: {
    FOK: 'not enough quantity for the whole order',
    IOC: 'no more quantity',
  },
  noneLoaded: 'None among those that are loaded.',
  noneFiltered: 'None with this filter.',
  olderFills: 'Older fills',
  endedNotLoaded: 'From here down only open orders: those that have ended are not loaded yet.',
  cancelListed: 'Cancel those listed',
  confirmCancelListed: (count, shown, tickers) =>
    `Cancel ${shown} ${count === 1 ? 'order' : 'orders'} of ${tickers}?`,
  unanswered: 'no answer',
  awaiting: (count) => `${count} waiting for an answer`,
  cancelLost:
    'The broker did not answer the cancel: the order may still trade. It does no harm to cancel again.',
  replaceFailures: {
    busy: (again) => `Not changed: the broker gets too many requests right now. ${again}`,
    lost: 'No answer: whether the change has reached the broker is not known. It is safe to save again: it is the same request.',
    unexpected:
      'Something went wrong at the broker, and whether it has the change is not known. It is safe to save again: it is the same request.',
  },
  replaceRejected: (quantity, price) =>
    `The exchange did not take the change. The order stays as it was: ${quantity} at ${price}.`,
  replaceTooLate: 'The change came too late: the order had already ended.',
  understood: 'Understood',
  missing: {
    quantity: 'Enter the quantity.',
    limitPrice: 'Enter the limit price.',
    stopPrice: 'Enter the stop price.',
    displayQuantity: 'Enter the displayed quantity.',
    minimumQuantity: 'Enter the minimum quantity.',
    expiresOn: 'Enter the last day of the order.',
  },
  untraded: {
    DELISTED: 'This instrument is no longer traded: no order is taken.',
    SUSPENDED: 'Trading of this instrument is suspended: no order is taken until it is back.',
  },
  notLoaded: 'The instrument has not been loaded: without its lot and its prices no order is sent.',
  noPreview: (why) => `No costs calculated; trying again. ${why}`,
  offline: 'No connection to the broker: no order is sent until it is back.',
  lookedUp:
    'Your order has had no answer yet. With the connection back the desk asks the broker whether it has it.',
  sent: (isBuy, quantity, ticker, price, status) =>
    `Order sent: ${isBuy ? 'buy' : 'sell'} ${quantity} ${ticker}${price} — ${status}`,
  unconfirmed: 'waiting for confirmation',
  restToSend: (sent, rest, twin) => `${sent} sent; ${rest} ${twin} still to be sent.`,
  atPrice: (price) => ` at ${price}`,
  atMarket: ' at market',
  statusAt: (status, price) => `${status} at ${price}`,
  failures: {
    busy: (again) => `Not sent: the broker gets too many requests right now. ${again}`,
    absent: 'No answer, and the broker does not have the order: it was not sent. Check it and send it again.',
    lost: 'No answer: whether the order has reached the broker is not known. It is safe to send again: it is the same order, and counts once.',
    unexpected:
      'Something went wrong at the broker, and whether it has the order is not known. It is safe to send again: it is the same order, and counts once.',
  },
};

export const orders = { 'pt-BR': ptBr, en };
