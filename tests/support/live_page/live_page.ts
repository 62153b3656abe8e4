import { LiveClient } from '../../../src/lib/api/worker/live_client.ts';

declare global {
  interface Window {
    LiveClient: typeof LiveClient;
  }
}

window.LiveClient = LiveClient;
