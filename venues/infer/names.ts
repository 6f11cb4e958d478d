import type { FieldName } from '../schema/fields.js';
import { isComposed } from './name-patterns.js';

/** Our field → the names that venues give it, letters and digits alone: certain names, usual ones, vague ones. */
const SPELLINGS: Readonly<Partial<Record<FieldName, readonly string[]>>> = {
  // market
  symbol: [
    'symbol instid currencypair productid pair pairid tradingpair altname urlsymbol marketid book pairname contractcode',
    'market instrument instrumentname marketsymbol s symbolname coin',
    'name id',
  ],
  base: [
    'base baseasset basecurrency basecoin baseccy basecurrencyid basetoken stock basecurrencyname basesymbol basecurrencysymbol baseassetsymbol',
    'baseassetname basecurrencycode target targetcurrency coin',
  ],
  quote: [
    'quote quoteasset quotecurrency quotecoin quoteccy quotecurrencyid quotetoken counter countercurrency money quotecurrencyname quotesymbol quotecurrencysymbol quoteassetsymbol',
    'quoteassetname pricecurrency basecoinquote pricingcurrency',
  ],
  interval: ['interval', 'i period resolution bar granularity'],
  tick_size: [
    'ticksize ticksz priceincrement pricetick pricestep minpriceincrement pricefilterticksize quotetick minpricestep minimumpriceincrement',
    'pricescale increment quoteincrement minpricemovement',
    'precision',
  ],
  step_size: [
    'stepsize lotsz lotsize baseincrement sizeincrement qtystep quantityincrement lotstep qtyincrement amountincrement basetick amounttick volumestep sizetick minqtystep minimumquantityincrement',
    'baseprecision sizestep quantitystep amountstep basesizeprecision quantityprecision amountprecision',
  ],
  price_decimals: [
    'pricedecimals pairdecimals priceprecision counterdecimals quotedecimals pricedigits moneyprec moneyprecision pricemaxprecision priceaccuracy',
    'precision tickdecimals pricescale',
    'quoteccyprecision quoteprec quotecurrencyprecision',
  ],
  size_decimals: [
    'sizedecimals lotdecimals amountprecision quantityprecision basedecimals szdecimals qtyprecision amountdecimals quantitydecimals stockprec stockprecision quantityaccuracy quantityscale volumeprecision sizescale',
    'basedigits sizeprecision amountdigits basedecimal',
    'baseccyprecision baseprec basecurrencyprecision',
  ],
  min_size: [
    'minsize minsz minqty baseminsize minorderqty ordermin minbaseamount minordersize minquantity minamount minorderamount mintradeamount minimumordersize minbaseordersize minordervolume basemin minorderinbaseasset minimumbaseamount',
    'mintradequantity minimumsize mintradesize minimumamount minimumquantity',
  ],
  max_size: [
    'maxsize maxlmtsz maxqty basemaxsize maxlimitorderqty maxbaseamount maxordersize maxquantity maxtradeamount maxorderamount maxbaseordersize basemax maxorderinbaseasset maximumbaseamount',
    'maxorderqty maxamount maximumsize maximumordervalue maximumorderamount',
  ],
  min_notional: [
    'minnotional minorderamt minordervalue costmin minquoteamount mintradeusdt minimumordervalue minfunds notionalminnotional minnotionalvalue minordercost minorderinquoteasset minimumvalue minimumquoteamount',
    'quoteminsize minvalue minimumorder mintotal minimumnotional mincost minquoteordersize',
  ],
  tradable: [
    'tradable status state tradestatus enabletrading tradingenabled istradable marketstatus tradesenabled tradeenabled enabletrade',
    'trading isspottradingallowed active enabled isactive instantordercounterstatus canceltradestatus symbolstatus',
  ],
  // candles
  timestamp: [
    'timestamp start opentime starttime intervalbegin time candletime begin starttimestamp opentimestamp begintime periodstart starttimems',
    't ts date datetime candledatetimeutc startat id',
    'createdat tick',
  ],
  end_timestamp: ['endtimestamp end', 'timestamp'],
  last_timestamp: ['lasttimestamp closetime endtime end'],
  open: ['open openprice openingprice openpx', 'o'],
  high: ['high highprice highpx max', 'h'],
  low: ['low lowprice lowpx min', 'l'],
  close: ['close closeprice tradeprice closepx', 'c last lastprice'],
  volume: [
    'volume basevolume volumebase vol candleacctradevolume volbase',
    'v amount a size qty basevol',
    'sum',
  ],
  quote_volume: [
    'quotevolume turnover quoteassetvolume volumequote candleacctradeprice volccyquote quotevol usdtvolume',
    'q volquote value amountquote',
  ],
  vwap: ['vwap averageprice', 'vw wap'],
  trades: ['trades numberoftrades tradecount count tradescount', 'n'],
  closed: ['closed confirm isclosed isfinal final complete isclosing', 'x w windowclose closing'],
  // orders
  order_id: ['orderid ordid', 'id oid txid orderno ordernumber i ordertxid', 'uuid'],
  client_order_id: [
    'origclientorderid clientorderid clordid orderlinkid clientoid clorderid cloid clientorderidx customerorderid clientid',
    'text userref identifier externalid',
    'label',
  ],
  side: ['side orderside direction tradeside ordside', 'type descrtype'],
  type: ['ordertype ordtype', 'type descrordertype', 'kind'],
  time_in_force: ['timeinforce tif force', 'timeinforcevalue'],
  price: ['price px orderprice limitprice limitpx descrprice pricelimit', 'p'],
  size: [
    'size sz qty origqty quantity orderqty origsize originsize basesize origsz amount ordersize origquantity origamount volumeorig',
    'vol volume originalamount initialsize amountatcreate amountinitial totalsize',
  ],
  quote_size: ['quotesize origquoteorderqty quoteorderqty funds notional', 'ordervalue'],
  status: ['status state orderstatus ordstatus orderstate', 'x', 'finishas'],
  filled_size: [
    'filledsize accfillsz executedqty cumexecqty filledamount volexec cumqty dealsize filledqty filledquantity cumulativequantity executedvolume totalfilledsize accbasevolume filledbase executedamount executedquantity totalsz cumfilledqty amountfilled dealstock quantitycumulative quantityfilled filledvolume cumfilledquantity matchedqty matchedquantity filledbaseamount filledbasesize',
    'basevolume filled executed dealamount',
  ],
  remaining_size: [
    'remainingsize leavesqty left remainsize remaining leavesquantity remainingqty remainingvolume amountremaining unfilledsize remainingamount openquantity openqty unfilledamount unfilledqty unfilledquantity quantityremaining amountleft leftamount openvolume',
    'sz',
  ],
  filled_quote: [
    'filledquote cummulativequoteqty cumulativequoteqty cumexecvalue filledtotal dealfunds filledvalue cumcost executedvalue filledcash cumulativevalue dealmoney filledcost filledamountquote fillednotional filledquoteamount filledquotesize cumfilledvalue executednotional cumulativecost',
    'cost quotevolume executedfunds filledcashamount',
  ],
  average_price: [
    'averageprice avgpx avgprice avgdealprice priceavg averagefilledprice avgfillprice avgexecutionprice averagepx dealavgprice avgfillpx averageexecutedprice avgexecutedprice averagetradeprice avgtradeprice priceaverage pricefilledaverage',
    'average meanprice avg fillprice',
  ],
  fee: [
    'fee fees cumexecfee totalfees feepaid cumfee commission paidfee dealfee',
    'feetotal fillfees totalfee',
  ],
  fee_asset: [
    'feeasset feeccy feecurrency feecoin commissionasset feetoken',
    'feeinstrumentname feecurrencyid',
  ],
  reason: ['reason rejectreason cancelreason'],
  created_at: [
    'createdat createtime ctime createdtime opentm creationtime transacttime createtimems ordertime',
  ],
  updated_at: [
    'updatedat updatetime utime updatedtime lastupdatedat updatetimems lastfilltime statustimestamp closetm',
  ],
  // one fill
  fill_id: ['fillid execid tradeid tid executionid tradeno', 'id', 'uuid'],
  fill_price: ['fillprice fillpx execprice tradeprice lastprice lastpx matchprice priceavg', 'price px'],
  fill_size: [
    'fillsize fillsz execqty lastqty lastsize matchsize tradesize fillqty',
    'qty size amount sz vol quantity volume basevolume',
  ],
  fill_quote: ['fillquote execvalue quoteqty fillvalue fillfunds', 'cost funds total'],
  fill_fee: [
    'fillfee execfee commission tradefee feepaid feeqty feesqty',
    'fee fees feestotalfee feedetailtotalfee totalfee',
  ],
  fill_fee_asset: [
    'fillfeeccy commissionasset feecurrency feeccy feecoin feetoken fillfeecoin feeasset fillfeeasset',
    'feedetailfeecoin feesasset',
  ],
  count: ['count', 'cancelled canceled'],
  fill_side: ['fillside side tradeside type'],
  fill_at: [
    'fillat filltime exectime tradetime',
    'time ts createdat timestamp createtime ctime createtimems',
  ],
  is_maker: ['ismaker maker'],
  is_buyer: ['isbuyer'],
  // wallet and fees
  asset: [
    'asset ccy currency coin assetname currencycode assetsymbol currencysymbol coinname coinid assetid',
    'symbol token name',
    'a id',
  ],
  free: [
    'free availbal available availablebalance availablebalancevalue availablefunds availableamount freebalance',
    'avail tradable usable transferrable f',
  ],
  locked: [
    'locked frozenbal frozen hold holds holdvalue holdtrade reserved onhold lockedbalance freeze inorder lockedamount frozenamount inorders reserve frozenbalance holdbalance blockedbalance lockedfunds balancelocked',
    'used blocked l',
  ],
  total: ['total cashbal walletbalance balance totalbalance equity', 'eq amount totalamount'],
  maker: [
    'maker makerfeerate makerfee makercommission makerrate makerfeefraction feetiermakerfeerate feesmaker userspotaddrate spotmakerfee feesmakerfee makerate makercommissionrate makertradingfee',
    'effectivemakerrate makerfeebps makerbps buymakerfeerate buymakerfee',
    'useraddrate',
  ],
  taker: [
    'taker takerfeerate takerfee takercommission takerrate takerfeefraction feetiertakerfeerate feestaker userspotcrossrate spottakerfee feestakerfee takerate takercommissionrate takertradingfee',
    'effectivetakerrate takerfeebps takerbps buytakerfeerate buytakerfee',
    'usercrossrate feesfee',
  ],
  // time, tokens
  time: [
    'time servertime timestamp unixtime serverunixtime currenttime epochmillis millis epochms',
    'ts now serverts timems epoch epochmilliseconds iso unixtimestamp datetime microtime',
    'timesecond timenano epochseconds date rfc1123 data',
  ],
  token: ['token listenkey', 'accesstoken streamtoken key'],
  endpoint: ['endpoint url wsurl', 'address host'],
};

/** Frames that save letters: their one-letter names for an order or a candle. Case counts. */
const LETTERS: Readonly<Partial<Record<FieldName, string>>> = {
  order_id: 'i',
  client_order_id: 'c',
  symbol: 's',
  side: 'S',
  type: 'o',
  time_in_force: 'f',
  price: 'p',
  size: 'q',
  status: 'X',
  filled_size: 'z',
  filled_quote: 'Z',
  fill_id: 't',
  fill_price: 'L',
  fill_size: 'l',
  fill_fee: 'n',
  fill_fee_asset: 'N',
  created_at: 'O',
  updated_at: 'T',
  fill_quote: 'Y',
  timestamp: 't',
  last_timestamp: 'T',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'va',
  quote_volume: 'q',
  trades: 'n',
  closed: 'xw',
  interval: 'i',
};

const TIER_SCORES = [1, 0.8, 0.6] as const;

/** Field → squeezed name → how well the name fits, from 0 to 1. */
const SCORES: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(SPELLINGS).map(([field, tiers]) => [
    field,
    new Map(
      tiers
        .flatMap((tier, rank) =>
          // Within a tier the first names are the better ones, by a hair.
          tier.split(' ').map((name, place) => [name, (TIER_SCORES[rank] ?? 0) - place * 0.001] as const),
        )
        .toReversed(),
    ),
  ]),
);

/** What a leaf may be called: its own name, and the name with that of what holds it. */
export interface LeafNames {
  readonly own: string;
  readonly holder: string;
}

/** How well a name in an answer fits a field of ours: 0 not at all, 1 it can hardly be another one. */
export function nameScore(field: FieldName, { own, holder }: LeafNames, terse: boolean): number {
  if (terse && own.length === 1) return LETTERS[field]?.includes(own) === true ? 0.9 : 0;
  const scores = SCORES.get(field);
  if (scores === undefined) return 0;
  const name = squeeze(own);
  const direct = scores.get(name) ?? 0;
  const joined = scores.get(`${squeeze(holder)}${name}`) ?? 0;
  const carried = CARRIERS.has(name) ? 0.95 * (scores.get(squeeze(holder)) ?? 0) : 0;
  const composed = isComposed(field, name) || isComposed(field, `${squeeze(holder)}${name}`);
  return Math.max(direct, joined, carried, composed ? COMPOSED : 0);
}

/** A name that is put together as such names are is sure, but one that a venue is known to use is surer. */
const COMPOSED = 0.79;

/** Names that say nothing: `available_balance: { value: … }`. */
const CARRIERS: ReadonlySet<string> = new Set(['value', 'amount', '0', '1', 'qty', '']);

export function squeeze(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
