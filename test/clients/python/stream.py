"""Follows the orders of an account across lost sockets: each update once, in order. pip install httpx websockets"""

import asyncio
import json
import sys

import httpx
import websockets

CURSOR = "query ($id: ID!) { account(id: $id) { ordersCursor } }"
ORDERS = """subscription ($id: ID!, $after: Cursor) {
  orders(accountId: $id, after: $after) { cursor order { clientOrderId status } } }"""
PASSING = {"SERVICE_UNAVAILABLE", "SLOW_CONSUMER", "SUBSCRIPTION_SCHEMA_RELOAD", "RATE_LIMITED"}
REFUSED = {4400, 4401, 4403}


async def query(url: str, token: str, text: str, variables: dict) -> dict:
    async with httpx.AsyncClient(timeout=30) as client:
        headers = {"authorization": f"Bearer {token}"}
        answer = (await client.post(url, json={"query": text, "variables": variables}, headers=headers)).json()
    if not answer.get("data"):
        raise RuntimeError(answer["errors"])
    return answer["data"]


async def events(url: str, token: str, variables: dict):
    """The events of one subscription on one socket. Returns when the server completes it; raises when the stream can go on."""
    address = url.replace("http", "ws", 1)
    async with websockets.connect(address, subprotocols=["graphql-transport-ws"]) as socket:
        send = lambda message: socket.send(json.dumps(message))
        await send({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "connection_ack":
                payload = {"query": ORDERS, "variables": variables}
                await send({"type": "subscribe", "id": "1", "payload": payload})
            elif message["type"] == "ping":
                await send({"type": "pong"})
            elif message["type"] == "next":
                yield message["payload"]["data"]["orders"]
            elif message["type"] == "error":
                code = message["payload"][0]["extensions"]["code"]
                if code not in PASSING:
                    raise RuntimeError(message["payload"])
                raise ConnectionError(code)
            elif message["type"] == "complete":
                return
    raise ConnectionError("the server closed the socket")


async def orders(url: str, token: str, account_id: str, after: str | None = None, pause: float = 0.5):
    """The updates of an account after a cursor, or from now on, until the server completes the stream."""
    if after is None:
        after = (await query(url, token, CURSOR, {"id": account_id}))["account"]["ordersCursor"]
    while True:
        try:
            async for update in events(url, token, {"id": account_id, "after": after}):
                after = update["cursor"]
                yield update
            return
        except websockets.ConnectionClosed as closed:
            if closed.rcvd and closed.rcvd.code in REFUSED:
                raise
        except (OSError, websockets.WebSocketException):
            pass
        await asyncio.sleep(pause)


async def main(url: str, token: str, account_id: str, after: str | None = None) -> None:
    async for update in orders(url, token, account_id, after):
        print(update["cursor"], update["order"]["clientOrderId"], update["order"]["status"], flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
