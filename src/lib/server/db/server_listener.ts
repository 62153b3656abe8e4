import pg from 'pg';

type OnNotify = (payload: string) => void;

export interface Listener {
  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/** One connection of its own for LISTEN, made on first use and made again when it is lost. */
export function serverListener(config: pg.ClientConfig): Listener {
  const channels = new Map<string, Set<OnNotify>>();
  let connecting: Promise<pg.Client> | null = null;
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ ...config, keepAlive: true });
    client.on('notification', ({ channel, payload }) => {
      for (const onNotify of channels.get(channel) ?? []) onNotify(payload ?? '');
    });
    client.on('error', () => undefined);
    await client.connect();
    client.on('end', () => {
      connecting = null;
      if (!closed && channels.size > 0) setTimeout(reconnect, RECONNECT_MS).unref();
    });
    for (const channel of channels.keys()) await client.query(`listen "${channel}"`);
    return client;
  };
  const reconnect = () => {
    if (closed || connecting) return;
    connecting = connect();
    connecting.catch(() => {
      connecting = null;
      setTimeout(reconnect, RECONNECT_MS).unref();
    });
  };

  return {
    async listen(channel, onNotify) {
      checkChannel(channel);
      const known = channels.get(channel);
      const listeners = known ?? new Set();
      listeners.add(onNotify);
      channels.set(channel, listeners);
      connecting ??= connect();
      const client = await connecting;
      if (!known) await client.query(`listen "${channel}"`);
      return async () => {
        listeners.delete(onNotify);
        if (listeners.size > 0 || !channels.delete(channel) || closed) return;
        await (await connecting)?.query(`unlisten "${channel}"`);
      };
    },
    async close() {
      closed = true;
      await (await connecting?.catch(() => null))?.end();
    },
  };
}

/** @throws unless the channel is a plain lower-case name, so that it needs no quoting anywhere. */
export function checkChannel(channel: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(channel)) throw new TypeError(`Not a channel name: ${channel}`);
}
