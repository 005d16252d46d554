const out = await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt });
