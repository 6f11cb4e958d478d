export { Exchange, type Config } from './exchange.js';
