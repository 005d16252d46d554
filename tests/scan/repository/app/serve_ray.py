from ray.serve.llm import LLMConfig

config = LLMConfig(
    model_loading_config=dict(
        model_id="house-llama",
        model_source="meta-llama/Llama-3.1-8B-Instruct",
    ),
    engine_kwargs={"speculative_config": {"model": "meta-llama/Llama-3.2-1B-Instruct"}},
)
