def test_chat(client):
    assert client.chat(model="gpt-4o-mini") == "ok"
    client.embed(model="text-embedding-3-small")
