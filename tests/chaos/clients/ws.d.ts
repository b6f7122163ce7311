/** As much of `ws` as the chaos clients use: it comes with socket.io-client, and without types. */
declare module "ws" {
  export default class WebSocket {
    constructor(url: string, protocols: string | string[], options: { headers: Record<string, string>; perMessageDeflate: boolean; handshakeTimeout: number });
    readonly readyState: number;
    readonly bufferedAmount: number;
    on(event: "open" | "error", hear: () => void): this;
    on(event: "message", hear: (data: Buffer) => void): this;
    on(event: "close", hear: (code: number) => void): this;
    send(data: string): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }
}
