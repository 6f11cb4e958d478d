export { renderConnector, renderConnectorFiles, type ConnectorInput } from './render.js';
